import Foundation
import Recordings

/// A list of any length, whose recordings follow from their numbers: nobody has to hold it.
///
/// Evenly over 30 days, the newest ten minutes before the end; every call comes from another number and goes to the main number.
struct LongList: Sendable {
    static let mainNumber = "+441132960000"
    private static let days = 30

    let count: Int
    /// Seconds since 1970.
    let end: Int

    private func secondsAgo(_ number: Int) -> Int {
        600 + Int(Double(number) * Double(Self.days * 86_400) / Double(count))
    }

    /// Not in time order, and back.
    private static let spread = 7_919
    private static let modulus = 1_000_003
    /// The number that undoes the spread.
    private static let gathering: Int = {
        var inverse = 1
        while inverse * spread % modulus != 1 { inverse += 1 }
        return inverse
    }()

    func id(_ number: Int) -> String { "0\(1_000_000 + number * Self.spread % Self.modulus)" }

    func number(of id: some StringProtocol) -> Int? {
        guard let value = Int(id), value >= 1_000_000 else { return nil }
        let number = (value - 1_000_000) * Self.gathering % Self.modulus
        return number < count ? number : nil
    }

    private func callID(_ number: Int) -> String { "callhalf-\(20_000_000 + number):0" }
    private func trackingID(_ number: Int) -> String { "3f2504e0-4f89-11d3-9a0c-\(1_000_000 + number)" }
    func caller(_ number: Int) -> String { "+4416\(10_000_000 + number)" }

    /// A recording as the provider's list has it.
    func item(_ number: Int, dates: ListDates) -> String {
        let start = end - secondsAgo(number)
        return """
            {"self":"https://api.dubber.net/uk1/v1/recordings/\(id(number))","id":"\(id(number))","to":"\(Self.mainNumber)",\
            "from":"\(caller(number))","from_label":"","call_type":"inbound","recording_type":"recording",\
            "channel":"User \(number % 40)","status":"Active","start_time":"\(dates.text(start))","duration":\(30 + number % 400),\
            "expiry_time":"\(dates.text(start + 7_776_000))","dub_point_id":"0a1b2c3d4e5f60718293","meta_tags":\
            {"recording-platform":"broadworks","external-tracking-ids":"\(trackingID(number))",\
            "recorder-call-id":"BW210000123021218-\(number)@192.0.2.10","external-call-id":"\(callID(number))"},\
            "date_created":"\(dates.text(start + 60))","date_updated":"\(dates.text(start + 60))"}
            """
    }

    /// The same, read.
    func recording(_ number: Int) -> Recording? {
        let start = Date(timeIntervalSince1970: TimeInterval(end - secondsAgo(number)))
        return RecordingID(id(number)).map {
            Recording(
                recordingID: $0,
                from: caller(number),
                to: Self.mainNumber,
                direction: .inbound,
                isVoicemail: false,
                channel: "User \(number % 40)",
                startTime: start,
                durationSeconds: 30 + number % 400,
                expiryTime: start + 7_776_000,
                updatedAt: start + 60,
                externalCallID: callID(number),
                externalTrackingIDs: [trackingID(number)]
            )
        }
    }

    /// The row of a recording; every other one has no id and is told by its numbers.
    func row(_ number: Int, from: String? = nil) -> CallSegment {
        CallSegment(
            segmentID: "S-\(number)",
            telSysID: TelSysID(1),
            startTime: Date(timeIntervalSince1970: TimeInterval(end - secondsAgo(number))),
            durationSeconds: 30 + number % 400,
            direction: .inbound,
            from: from ?? caller(number),
            to: Self.mainNumber,
            externalCallID: number.isMultiple(of: 2) ? callID(number) : nil
        )
    }
}

/// Writes dates as the provider does; slow formatting would be the peer's, not the service's.
struct ListDates: Sendable {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Of seconds since 1970, such as `Mon, 03 Dec 2018 10:00:00 +0000`.
    func text(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = Self.weekdays[(seconds / 86_400) % 7]
        let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(day), \(two(parts.tm_mday)) \(Self.months[Int(parts.tm_mon)]) \(parts.tm_year + 1_900) \(clock) +0000"
    }
}
