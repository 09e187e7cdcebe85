import Foundation
import Recordings
import Sharing
import Synchronization
import TestSupport

/// The provider's side of one run: an account for each entry, the same on both hosts, with weather of its own.
///
/// Recording ids and calls are the same in every account and the audio is not, so that whoever mixes up accounts is heard. Keeps the books on
/// what it is asked, and notes what no client may do.
final class SimulatedAccounts: Sendable {
    struct Call: Sendable {
        let number: Int
        let id: String
        let start: Date
        var callID: String { "call-\(number):0" }
    }

    struct Limits: Sendable {
        var perSecond = 2
        var perDay = 5_000
        var tokensPerDay = 500
    }

    private struct Books {
        var requests = 0
        var apiRequests = 0
        var tokenRequests = 0
    }

    private struct State {
        var random: SeededGenerator
        var isFair = true
        var listed: Set<Int>
        var books: [String: Books] = [:]
        var refused: Set<Int> = []
        var violations: [String] = []
        var grants = 0
        /// Times that a service began without knowing what another one had spent.
        var losses = 0
    }

    /// Part of everything that must not be logged.
    static let secretMark = "s3cr3t"
    static let durationSeconds = 60
    /// Less than the day after which a recording that was not there is taken for one that will not come.
    private static let latestArrivalSeconds = 70_000.0

    let run: Int
    let entryCount: Int
    let calls: [Call]
    let limits: Limits
    private let audio: [[[UInt8]]]
    private let clock: SimulatedClock
    private let state: Mutex<State>

    init(run: Int, entryCount: Int, limits: Limits, clock: SimulatedClock, random: inout SeededGenerator) {
        self.run = run
        self.entryCount = entryCount
        self.limits = limits
        self.clock = clock
        // Hours ago, so that no jump of the clock puts them into the future.
        calls = (0..<5).map {
            Call(
                number: $0,
                id: "0\(41_000 + $0)",
                start: SimulatedClock.start - 14_400 - Double($0)
                    * Double.random(in: 600...40_000, using: &random)
                    .rounded()
            )
        }
        var sizes = random
        audio = (0..<entryCount).map { _ in (0..<5).map { _ in sizes.bytes(sizes.pick([1, 700, 2_500, 5_000])) } }
        // The last call's recording is listed late, or never.
        state = Mutex(State(random: SeededGenerator(seed: random.next()), listed: [0, 1, 2, 3]))
    }

    func bytes(entry: Int, call: Int) -> [UInt8] { audio[entry][call] }

    /// The entry as the registry has it.
    func entry(_ number: Int, guid: CallRecIntGUID, revision: Int64, baseURL: String) -> IntegrationEntry {
        func host(_ position: Int) -> String { "\(baseURL)/r\(run)e\(number)h\(position)/accounts/acme" }
        return IntegrationEntry(
            callRecIntGUID: guid,
            callRecIntType: .dubber,
            scope: .applicationWide,
            description: "Entry \(number)",
            settings: APICommunicationSettings(
                ipAddrOrHost1: host(1),
                ipAddrOrHost2: host(2),
                authUserID1: Secret("\(Self.secretMark)-id-\(number)"),
                authUserID2: Secret("\(Self.secretMark)-auth-\(number)"),
                apiParameter1: Secret(secret(number)),
                apiParameter2: Secret("\(Self.secretMark)-token-\(number)")
            ),
            revision: revision
        )
    }

    private func secret(_ entry: Int) -> String { "\(Self.secretMark)-of-\(run)-\(entry)" }

    // MARK: What a run changes and asks

    func setFair(_ isFair: Bool) { state.withLock { $0.isFair = isFair } }

    /// Lists the late recording, unless it comes so late that nobody would look for it any more.
    func listLate() {
        guard clock.latest.timeIntervalSince(calls[4].start) < Self.latestArrivalSeconds else { return }
        state.withLock { _ = $0.listed.insert(4) }
    }

    func isListed(_ call: Int) -> Bool { state.withLock { $0.listed.contains(call) } }

    func countLoss() { state.withLock { $0.losses += 1 } }

    var violations: [String] { state.withLock { $0.violations } }

    /// Entries whose credentials were refused since the last time, which nothing but a change of the entry mends.
    func takeRefused() -> Set<Int> {
        state.withLock { state in
            defer { state.refused = [] }
            return state.refused
        }
    }

    /// Entries that were asked anything.
    var asked: Set<Int> {
        state.withLock { state in Set(state.books.keys.compactMap { Region($0)?.entry }) }
    }

    // MARK: Answers

    /// Which run, entry and host the first part of a path means.
    struct Region {
        let run: Int
        let entry: Int

        init?(_ text: some StringProtocol) {
            guard let match = String(text).wholeMatch(of: /r(\d+)e(\d+)h[12]/), let run = Int(match.1),
                let entry = Int(match.2)
            else { return nil }
            self.run = run
            self.entry = entry
        }
    }

    func answer(_ request: ScriptedRequest, region: Region, name: String) -> ScriptedReply {
        let parts = request.path.split(separator: "/").map(String.init)
        switch (parts.count, parts[1]) {
        case (3, "audio"):
            return audioReply(request, entry: region.entry, id: parts[2])
        case (3, "v1") where parts[2] == "token":
            keep(name) { $0.tokenRequests += 1 }
            return tokenReply(request, entry: region.entry, region: name)
        case (5, "v1"), (4, "v1"):
            keep(name) { $0.apiRequests += 1 }
            return apiReply(request, entry: region.entry, region: name, id: parts.count == 4 ? parts[3] : nil)
        default:
            return .json(404, #"{"status":404,"message":"…","code":1009}"#)
        }
    }

    /// Counts a request, and compares with what time allows.
    private func keep(_ region: String, _ change: (inout Books) -> Void) {
        let (elapsed, allowances) = (clock.elapsedSeconds, clock.allowances)
        state.withLock { state in
            var books = state.books[region] ?? Books()
            books.requests += 1
            change(&books)
            state.books[region] = books
            let seconds = Int(elapsed) + 1 + state.losses
            let days = max(1, allowances) + state.losses
            if books.requests > limits.perSecond * seconds {
                state.violations.append("\(books.requests) requests of \(region) in \(seconds) s")
            }
            if books.apiRequests > limits.perDay * days
                || books.tokenRequests > limits.tokensPerDay * days
            {
                state.violations.append("\(books) of \(region) in \(days) days")
            }
        }
    }

    private func complain(_ text: String) -> ScriptedReply {
        state.withLock { $0.violations.append(text) }
        return .json(400, #"{"status":400,"message":"…","code":1004}"#)
    }

    /// A number from 0 below `count` while the weather is bad; else `nil`.
    private func misfortune(of count: Int) -> Int? {
        state.withLock { state in
            guard !state.isFair, state.random.happens(0.4) else { return nil }
            return Int.random(in: 0..<count, using: &state.random)
        }
    }

    private func tokenReply(_ request: ScriptedRequest, entry: Int, region: String) -> ScriptedReply {
        guard request.bodyText.contains(secret(entry)) else {
            return complain("credentials of another entry than \(entry)")
        }
        switch misfortune(of: 6) {
        case 0: return .reset
        case 1: return .html(503, "Slow down")
        case 2: return .json(200, #"{"access_token":"#)
        case 3:
            state.withLock { _ = $0.refused.insert(entry) }
            return .json(401, #"{"error":"invalid_grant"}"#)
        case 4: return .json(500, "{}")
        default: break
        }
        let grant = state.withLock { state in
            state.grants += 1
            return state.grants
        }
        let mark = "\(Self.secretMark)-\(run)-\(entry)-\(grant)"
        return .json(
            200,
            #"{"access_token":"\#(mark)","token_type":"bearer","expires_in":7200,"refresh_token":"\#(mark)-r"}"#
        )
    }

    private func apiReply(_ request: ScriptedRequest, entry: Int, region: String, id: String?) -> ScriptedReply {
        guard let bearer = request.headers["Authorization"],
            bearer.hasPrefix("Bearer \(Self.secretMark)-\(run)-\(entry)-")
        else { return complain("a token of another entry than \(entry)") }
        switch misfortune(of: 10) {
        case 0: return .reset
        case 1: return .html(503, "Slow down")
        case 2: return .json(403, #"{"status":403,"message":"…","code":1021}"#)
        case 3: return .json(401, #"{"status":401,"message":"…","code":1038}"#)
        case 4: return .json(200, #"{"recordings":[{"id":"1""#)
        case 5: return .json(200, "[]")
        case 6: return .html(200, "Sign in")
        case 7: return .json(403, #"{"status":403,"message":"…","code":1024}"#)
        case 8: return .json(403, #"{"status":403,"message":"…","code":1022}"#, headers: [("Retry-After", "3600")])
        default: break
        }
        return id.map { detail($0, region: region) } ?? page(request, entry: entry)
    }

    private func json(_ call: Call, url: String? = nil) -> String {
        var fields = [
            #""id":"\#(call.id)""#, #""from":"+441632960111""#, #""to":"+441632960222""#, #""call_type":"inbound""#,
            #""recording_type":"recording""#, #""start_time":"\#(Self.rfc2822(call.start))""#,
            #""duration":\#(Self.durationSeconds)"#, #""meta_tags":{"external-call-id":"\#(call.callID)"}"#,
        ]
        url.map { fields.append(#""recording_url":"\#($0)""#) }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private func page(_ request: ScriptedRequest, entry: Int) -> ScriptedReply {
        let count = request.queryValue("count").flatMap(Int.init) ?? 100
        // Some give long pages, some cap them, some refuse them.
        let longest = [Int.max, 5, 3, 0][entry % 4]
        if longest == 0, count > 3 {
            return .json(400, #"{"status":400,"message":"…","code":2000}"#)
        }
        var listed = calls.filter { isListed($0.number) }.sorted { $0.start > $1.start }
        if let cursor = request.queryValue("before_id") {
            guard let place = listed.firstIndex(where: { $0.id == cursor }) else {
                return .json(400, #"{"status":400,"message":"…","code":2000}"#)
            }
            listed = Array(listed[(place + 1)...])
        }
        let page = listed.prefix(longest == 0 ? count : min(count, longest))
        return .json(200, #"{"recordings":["# + page.map { json($0) }.joined(separator: ",") + "]}")
    }

    private func detail(_ id: String, region: String) -> ScriptedReply {
        guard let call = calls.first(where: { $0.id == id }), isListed(call.number) else {
            return .json(404, #"{"status":404,"message":"…","code":1009}"#)
        }
        return .json(200, json(call, url: "\(audioBase.withLock { $0 })/\(region)/audio/\(id)?sig=\(Self.secretMark)"))
    }

    /// Where the store is; set once the peer is known.
    let audioBase = Mutex("")

    private func audioReply(_ request: ScriptedRequest, entry: Int, id: String) -> ScriptedReply {
        guard let call = calls.first(where: { $0.id == id }), request.queryValue("sig") == Self.secretMark else {
            return complain("an audio URL that was never given")
        }
        let audio = bytes(entry: entry, call: call.number)
        let offset = state.withLock { Int.random(in: 0...audio.count, using: &$0.random) }
        return .mishap(misfortune(of: ScriptedReply.mishapCount), of: audio, for: request, at: offset)
    }

    private static func rfc2822(_ date: Date) -> String {
        date.formatted(
            Date.VerbatimFormatStyle(
                format:
                    "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
                locale: Locale(identifier: "en_US_POSIX"),
                timeZone: .gmt,
                calendar: Calendar(identifier: .gregorian)
            )
        )
    }
}
