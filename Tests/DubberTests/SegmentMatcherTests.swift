import Foundation
import Recordings
import Testing

import Dubber

@Suite("Matching call segments to recordings")
struct SegmentMatcherTests {
    let matcher = SegmentMatcher()

    func outcome(_ segment: CallSegment, _ recordings: [Recording]) -> SegmentMatch.Outcome {
        matcher.match(segment, among: recordings, now: TestClock.start).outcome
    }

    @Test("An exact external call id wins over tracking id and numbers")
    func callIDWins() throws {
        let byCallID = try Samples.recording("1", from: "x", to: "y", callID: "callhalf-1:0")
        let byNumbers = try Samples.recording("2")
        let byTracking = try Samples.recording("3", trackingIDs: ["T"])
        let segment = Samples.segment(callID: "callhalf-1:0", trackingID: "T")
        #expect(outcome(segment, [byNumbers, byTracking, byCallID]) == .found(.externalCallID, [byCallID]))
    }

    @Test("A call id equal but for half a day is a reused one")
    func reusedCallID() throws {
        let old = try Samples.recording(start: Samples.start - 13 * 3600, callID: "callhalf-1:0")
        #expect(outcome(Samples.segment(callID: "callhalf-1:0"), [old]) == .none)
    }

    @Test("Recordings of one call id that follow each other are parts, in order")
    func parts() throws {
        let first = try Samples.recording("2", duration: 40, callID: "c")
        let second = try Samples.recording("1", start: Samples.start + 60, duration: 30, callID: "c")
        #expect(outcome(Samples.segment(callID: "c"), [second, first]) == .found(.externalCallID, [first, second]))
    }

    @Test("Recordings of one call id that overlap are ambiguous")
    func overlapping() throws {
        let first = try Samples.recording("1", callID: "c")
        let second = try Samples.recording("2", callID: "c")
        #expect(
            outcome(Samples.segment(callID: "c"), [first, second]) == .ambiguous(.externalCallID, [first, second])
        )
    }

    @Test("Of two recordings with one tracking id, the row's own party decides")
    func trackingWithParty() throws {
        let caller = try Samples.recording("1", direction: .outbound, channel: "A", trackingIDs: ["X", "T"])
        let called = try Samples.recording("2", direction: .inbound, channel: "B", trackingIDs: ["t"])
        let inbound = Samples.segment(direction: .inbound, from: "9", trackingID: "T")
        #expect(outcome(inbound, [caller, called]) == .found(.externalTrackingID, [called]))
        let outbound = Samples.segment(direction: .outbound, to: "9", trackingID: "T")
        #expect(outcome(outbound, [caller, called]) == .found(.externalTrackingID, [caller]))
    }

    @Test("Where both parties of a call are the row's own, two recordings are ambiguous")
    func trackingAmbiguous() throws {
        let caller = try Samples.recording("1", direction: .outbound, trackingIDs: ["T"])
        let called = try Samples.recording("2", direction: .inbound, trackingIDs: ["T"])
        let segment = Samples.segment(direction: .internal, trackingID: "T")
        #expect(outcome(segment, [caller, called]) == .ambiguous(.externalTrackingID, [caller, called]))
    }

    @Test("A tracking id without the recorded party is not enough")
    func trackingAlone() throws {
        let recording = try Samples.recording(from: "1", to: "Pat", trackingIDs: ["T"])
        let segment = Samples.segment(direction: nil, from: nil, to: nil, trackingID: "T")
        let match = matcher.match(segment, among: [recording], now: TestClock.start)
        #expect(match.outcome == .none)
        #expect(match.candidates.map(\.verdict) == [.unknown])
    }

    @Test("A tracking id whose party cannot be told wants direction, start and end to agree", arguments: [true, false])
    func trackingInTime(isInTime: Bool) throws {
        let recording = try Samples.recording(
            start: Samples.start + (isInTime ? 4 : 60),
            duration: isInTime ? 180 : 100,
            to: "Pat",
            trackingIDs: ["T"]
        )
        let segment = Samples.segment(to: "7041", trackingID: "T")
        #expect(outcome(segment, [recording]) == (isInTime ? .found(.externalTrackingID, [recording]) : .none))
    }

    @Test("Of one party's two recordings with one tracking id, the one of the segment's own time is taken")
    func trackingCameBack() throws {
        let first = try Samples.recording("1", trackingIDs: ["T"])
        let second = try Samples.recording("2", start: Samples.start + 190, duration: 60, trackingIDs: ["T"])
        #expect(outcome(Samples.segment(trackingID: "T"), [first, second]) == .found(.externalTrackingID, [first]))
        let later = Samples.segment(start: Samples.start + 185, duration: 65, trackingID: "T")
        #expect(outcome(later, [first, second]) == .found(.externalTrackingID, [second]))
    }

    @Test("Parts recorded on demand are told by a tracking id and their party as well")
    func trackingParts() throws {
        let first = try Samples.recording("1", start: Samples.start + 10, duration: 30, trackingIDs: ["T"])
        let second = try Samples.recording("2", start: Samples.start + 90, duration: 30, trackingIDs: ["T"])
        #expect(
            outcome(Samples.segment(trackingID: "T"), [second, first])
                == .found(.externalTrackingID, [first, second])
        )
    }

    @Test("Of several recordings with a reused call id, the one of the segment's time is taken")
    func reusedNearby() throws {
        let old = try Samples.recording("1", start: Samples.start - 4 * 3600, from: "+441632000000", callID: "c")
        let own = try Samples.recording("2", callID: "c")
        #expect(outcome(Samples.segment(callID: "c"), [old, own]) == .found(.externalCallID, [own]))
        #expect(outcome(Samples.segment(callID: "c"), [old]) == .none)
    }

    @Test("An equal call id outweighs a clock that is an hour wrong, where numbers and duration agree")
    func clockHourWrong() throws {
        let recording = try Samples.recording(start: Samples.start + 3600, callID: "c")
        #expect(outcome(Samples.segment(callID: "c"), [recording]) == .found(.externalCallID, [recording]))
    }

    @Test("A first attempt that rang out does not get the recording of the second")
    func redialled() throws {
        let recording = try Samples.recording(start: Samples.start + 40, duration: 14)
        #expect(outcome(Samples.segment(duration: 10), [recording]) == .none)
    }

    @Test("A recording that another call of the report fits as well is neither's")
    func contested() throws {
        let recording = try Samples.recording()
        let segment = Samples.segment(start: Samples.start - 3)
        let rival = Samples.segment("S-2", start: Samples.start + 4)
        let other = Samples.segment("S-3", start: Samples.start + 4, from: "+441632960199")
        func outcome(_ rivals: [CallSegment]) -> SegmentMatch.Outcome {
            matcher.match(segment, among: [recording], rivals: rivals, now: TestClock.start).outcome
        }
        #expect(outcome([other]) == .found(.numbersAndTime, [recording]))
        #expect(outcome([rival]) == .ambiguous(.numbersAndTime, [recording]))
        let tagged = try Samples.recording(trackingIDs: ["T"])
        let owner = Samples.segment("S-4", trackingID: "T")
        #expect(matcher.match(segment, among: [tagged], rivals: [owner], now: TestClock.start).outcome == .none)
    }

    @Test("A voicemail begins after the greeting, and ends with the call")
    func voicemail() throws {
        let message = Recording(
            recordingID: try #require(RecordingID("1")),
            from: "+441632960111",
            to: "+441632960222",
            direction: .inbound,
            isVoicemail: true,
            channel: nil,
            startTime: Samples.start + 70,
            durationSeconds: 30,
            expiryTime: nil,
            updatedAt: nil,
            externalCallID: nil,
            externalTrackingIDs: []
        )
        #expect(outcome(Samples.segment(duration: 100), [message]) == .found(.numbersAndTime, [message]))
    }

    @Test("An extension that the full number ends in is a hint: enough for one party, not for both")
    func extensionHint() throws {
        let recording = try Samples.recording()
        #expect(outcome(Samples.segment(to: "0222"), [recording]) == .found(.numbersAndTime, [recording]))
        #expect(outcome(Samples.segment(from: "0111", to: "0222"), [recording]) == .none)
        #expect(outcome(Samples.segment(to: "22"), [recording]) == .none)
    }

    @Test("Where ids show by how much a clock differs, calls told by numbers must differ by as much")
    func knownClock() throws {
        let pairs = try (0..<5).map { number in
            (
                segment: Samples.segment("P-\(number)", callID: "c"),
                recording: try Samples.recording("9\(number)", start: Samples.start + 12, callID: "c")
            )
        }
        let tuned = SegmentMatcher(clocks: ClockOffsets(pairs))
        let same = try Samples.recording("1", start: Samples.start + 12)
        let other = try Samples.recording("2")
        #expect(
            tuned.match(Samples.segment(), among: [same, other], now: TestClock.start).outcome
                == .found(.numbersAndTime, [same])
        )
        #expect(outcome(Samples.segment(), [same, other]) == .ambiguous(.numbersAndTime, [other, same]))
        let withID = Samples.segment(callID: "d")
        #expect(outcome(withID, [same]) == .found(.numbersAndTime, [same]))
        #expect(tuned.match(withID, among: [same], now: TestClock.start).outcome == .none)
    }

    @Test("The channel's name tells the recorded party when the number does not")
    func trackingByName() throws {
        let recording = try Samples.recording(to: "0800111222", channel: "Pat Example", trackingIDs: ["T"])
        let segment = Samples.segment(to: "pat example", trackingID: "T")
        #expect(outcome(segment, [recording]) == .found(.externalTrackingID, [recording]))
    }

    struct NumbersRow: Sendable, CustomTestStringConvertible {
        let name: String
        let segment: CallSegment
        let matches: Bool
        var testDescription: String { name }
    }

    static let numbersRows = [
        NumbersRow(name: "all agree", segment: Samples.segment(), matches: true),
        NumbersRow(name: "national number", segment: Samples.segment(from: "01632 960111"), matches: true),
        NumbersRow(name: "no direction", segment: Samples.segment(direction: nil), matches: true),
        NumbersRow(name: "no duration", segment: Samples.segment(duration: nil), matches: true),
        NumbersRow(name: "internal", segment: Samples.segment(direction: .internal), matches: true),
        NumbersRow(name: "other direction", segment: Samples.segment(direction: .outbound), matches: false),
        NumbersRow(name: "other caller", segment: Samples.segment(from: "+441632960199"), matches: false),
        NumbersRow(name: "unknown caller", segment: Samples.segment(from: "anonymous"), matches: false),
        NumbersRow(name: "no called party", segment: Samples.segment(to: nil), matches: false),
        NumbersRow(
            name: "swapped",
            segment: Samples.segment(from: "+441632960222", to: "+441632960111"),
            matches: false
        ),
        NumbersRow(
            name: "answered after ringing",
            segment: Samples.segment(start: Samples.start - 45, duration: 229),
            matches: true
        ),
        NumbersRow(name: "clock ahead", segment: Samples.segment(start: Samples.start + 15), matches: true),
        NumbersRow(name: "too late", segment: Samples.segment(start: Samples.start + 16), matches: false),
        NumbersRow(name: "too early", segment: Samples.segment(start: Samples.start - 61), matches: false),
        NumbersRow(name: "a shorter call", segment: Samples.segment(duration: 100), matches: false),
        NumbersRow(name: "a longer call", segment: Samples.segment(duration: 400), matches: false),
    ]

    @Test("Numbers, direction, start and duration must all agree", arguments: numbersRows)
    func numbers(row: NumbersRow) throws {
        let recording = try Samples.recording()
        #expect(outcome(row.segment, [recording]) == (row.matches ? .found(.numbersAndTime, [recording]) : .none))
    }

    @Test("Two recordings that agree equally are ambiguous, the nearer first")
    func ambiguous() throws {
        let far = try Samples.recording("1", start: Samples.start + 20)
        let near = try Samples.recording("2")
        #expect(outcome(Samples.segment(), [far, near]) == .ambiguous(.numbersAndTime, [near, far]))
    }

    @Test("Differing ids exclude a recording that agrees in everything else")
    func contradiction() throws {
        let otherCall = try Samples.recording(callID: "callhalf-2:0")
        #expect(outcome(Samples.segment(callID: "callhalf-1:0"), [otherCall]) == .none)
        let otherTracking = try Samples.recording(trackingIDs: ["U"])
        #expect(outcome(Samples.segment(trackingID: "T"), [otherTracking]) == .none)
    }

    @Test("An id on one side only leaves the word to the numbers")
    func idOnOneSide() throws {
        let recording = try Samples.recording(callID: "callhalf-2:0")
        #expect(outcome(Samples.segment(), [recording]) == .found(.numbersAndTime, [recording]))
    }

    @Test("A name never agrees with a number")
    func nameAndNumber() throws {
        let recording = try Samples.recording(to: "Pat Example")
        #expect(outcome(Samples.segment(), [recording]) == .none)
    }

    static let withheld: [(segment: String?, recording: String)] = [
        ("anonymous@anonymous.invalid", "anonymous@anonymous.invalid"),
        ("sip:anonymous@anonymous.invalid", "anonymous@anonymous.invalid"), ("Private Number", "Private Number"),
        ("Number Withheld", "Number Withheld"), ("Unknown Caller", "Unknown Caller"), ("-", "-"), ("0", "0"),
        ("N/A", "N/A"),
        ("null", "null"), ("+266696687", "+266696687"), ("Numéro masqué", "Numéro masqué"), ("非通知", "非通知"),
        ("Anonymous", "Unbekannt"), (nil, ""), (nil, "Anonymous"), ("+44 1632 ******", "+44 1632 ******"),
        ("4.41633E+11", "4.41633E+11"), ("sip:192.0.2.1", "sip:192.0.2.1"),
    ]

    @Test("A withheld caller is nobody's equal, and nobody's opposite", arguments: withheld)
    func withheldCaller(segment: String?, recording: String) throws {
        let held = try Samples.recording(from: recording)
        let match = matcher.match(Samples.segment(from: segment), among: [held], now: TestClock.start)
        #expect(match.outcome == .none)
        #expect(match.candidates.map(\.verdict) == [.unknown])
        #expect(match.candidates.first?.criteria.first { $0.name == "from" }?.outcome == .unknown)
    }

    @Test(
        "Two withheld callers of one number at one time get neither's recording, or their own by an id",
        arguments: withheld
    )
    func withheldCallersAtOnce(segment: String?, recording: String) throws {
        let held = try [
            Samples.recording("1", from: recording, callID: "c-1", trackingIDs: ["T-1"]),
            Samples.recording("2", start: Samples.start + 6, from: recording, callID: "c-2", trackingIDs: ["T-2"]),
        ]
        for place in 0..<2 {
            let start = Samples.start + Double(6 * place)
            let rival = Samples.segment("S-9", start: Samples.start + Double(6 - 6 * place), from: segment)
            func outcome(callID: String? = nil, trackingID: String? = nil) -> SegmentMatch.Outcome {
                let row = Samples.segment(start: start, from: segment, callID: callID, trackingID: trackingID)
                return matcher.match(row, among: held, rivals: [rival], now: TestClock.start).outcome
            }
            #expect(outcome() == .none)
            #expect(outcome(callID: "c-\(place + 1)") == .found(.externalCallID, [held[place]]))
            #expect(outcome(trackingID: "T-\(place + 1)") == .found(.externalTrackingID, [held[place]]))
        }
    }

    @Test("A withheld caller does not confirm a call id of another time", arguments: withheld)
    func withheldDoesNotConfirm(segment: String?, recording: String) throws {
        let other = try Samples.recording(start: Samples.start + 3600, from: recording, callID: "c")
        #expect(outcome(Samples.segment(from: segment, callID: "c"), [other]) == .none)
    }

    @Test("A withheld recorded party does not make a tracking id its own, nor another's", arguments: withheld)
    func withheldRecordedParty(segment: String?, recording: String) throws {
        let later = try Samples.recording(
            start: Samples.start + 100,
            duration: 60,
            to: recording,
            channel: nil,
            trackingIDs: ["T"]
        )
        let row = Samples.segment(to: segment, trackingID: "T")
        #expect(outcome(row, [later]) == .none)
        let inTime = try Samples.recording(to: recording, channel: nil, trackingIDs: ["T"])
        #expect(outcome(row, [inTime]) == .found(.externalTrackingID, [inTime]))
    }

    @Test("A withheld caller's recording does not keep a known caller from the own one", arguments: withheld)
    func withheldBesideKnown(segment: String?, recording: String) throws {
        let own = try Samples.recording("1")
        let other = try Samples.recording("2", from: recording)
        let rival = Samples.segment("S-2", from: segment)
        let match = matcher.match(Samples.segment(), among: [other, own], rivals: [rival], now: TestClock.start)
        #expect(match.outcome == .found(.numbersAndTime, [own]))
    }

    static let spellings = [
        "\"Caller\" <sip:+441632960111@example.com;user=phone>;tag=1", "tel:+441632960111;ext=12",
        "tel:01632960111;phone-context=+44", "sip:+441632960111;npdi@example.com", "+44\u{2011}1632\u{2011}960111",
        "+44 1632 960111 x12", "Pat Example (+44 1632 960111)", "＋４４１６３２９６０１１１",
    ]

    @Test("A label that the provider has beside a number tells a party that the report has by name")
    func labels() throws {
        func recording(from: String, label: String?) throws -> Recording {
            let plain = try Samples.recording()
            return Recording(
                recordingID: plain.recordingID,
                from: from,
                to: plain.to,
                fromLabel: label,
                direction: plain.direction,
                isVoicemail: false,
                channel: nil,
                startTime: plain.startTime,
                durationSeconds: plain.durationSeconds,
                expiryTime: nil,
                updatedAt: nil,
                externalCallID: nil,
                externalTrackingIDs: []
            )
        }
        let named = Samples.segment(from: "Example, Pat")
        let labelled = try recording(from: "+441632960111", label: "Pat Example")
        #expect(outcome(named, [labelled]) == .found(.numbersAndTime, [labelled]))
        #expect(outcome(Samples.segment(), [labelled]) == .found(.numbersAndTime, [labelled]))
        #expect(outcome(Samples.segment(from: "Sam Example"), [labelled]) == .none)
        #expect(outcome(named, [try recording(from: "Anonymous", label: "Pat Example")]) == .none)
        let byName = try recording(from: "Pat Example", label: "+441632960111")
        #expect(outcome(Samples.segment(), [byName]) == .found(.numbersAndTime, [byName]))
        let labelOnly = try recording(from: "", label: "+441632960111")
        #expect(outcome(Samples.segment(), [labelOnly]) == .found(.numbersAndTime, [labelOnly]))
    }

    @Test("A caller in another spelling is found, whichever side has it", arguments: spellings)
    func spelled(text: String) throws {
        let plain = try Samples.recording()
        #expect(outcome(Samples.segment(from: text), [plain]) == .found(.numbersAndTime, [plain]))
        let spelled = try Samples.recording(from: text)
        #expect(outcome(Samples.segment(), [spelled]) == .found(.numbersAndTime, [spelled]))
    }

    @Test("Only recordings past their expiry time make a segment expired")
    func expired() throws {
        let past = try Samples.recording("1", expiry: TestClock.start - 1, callID: "c")
        let segment = Samples.segment(callID: "c")
        #expect(outcome(segment, [past]) == .expired)
        let kept = try Samples.recording(
            "2",
            start: Samples.start + 100,
            duration: 60,
            expiry: TestClock.start + 1,
            callID: "c"
        )
        #expect(outcome(segment, [past, kept]) == .found(.externalCallID, [kept]))
    }

    @Test("Candidates are bounded, the best first, each criterion with both values")
    func candidates() throws {
        let others = try (1...9).map {
            try Samples.recording("9\($0)", start: Samples.start + 2, from: "+4416329601\($0)0")
        }
        let winner = try Samples.recording("1", callID: "c")
        let match = matcher.match(Samples.segment(callID: "c"), among: others + [winner], now: TestClock.start)
        #expect(match.candidates.count == 5)
        #expect(match.candidates.first?.recording == winner)
        #expect(match.candidates.map(\.verdict) == [.yes, .no, .no, .no, .no])
        let criterion = try #require(match.candidates.last?.criteria.first { $0.name == "from" })
        #expect(criterion.outcome == .no)
        #expect(criterion.detail == "The segment has +441632960111, the recording +441632960140.")
    }
}
