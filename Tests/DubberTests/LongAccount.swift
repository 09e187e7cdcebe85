import Foundation
import Recordings
import Synchronization
import TestSupport

/// An account of any length, whose recordings follow from their numbers: one every so many seconds, the newest ten minutes before the clock's start.
///
/// Every recording is to or from the main number; every other party has one recording.
final class LongAccount: Sendable {
    static let mainNumber = "+441132960000"

    /// What it does with a `count` above 100, which it always gives.
    enum Manner: Sendable, Hashable {
        case gives
        /// Gives no more than so many, and does not say so; fewer than 100 for a count that it does not like.
        case caps(Int)
        /// Answers with an error.
        case refuses(status: Int, code: Int?)
        /// Answers with a page of HTML.
        case isConfused
    }

    let count: Int
    let everySeconds: Double
    let region: String
    /// What its calls' ids and outside parties are counted from: accounts that share none differ by it.
    let firstCall: Int
    private let manners: Mutex<[Manner]>
    private let asked = Mutex<[String]>([])

    /// An account.
    ///
    /// - Parameters:
    ///   - count: recordings.
    ///   - everySeconds: one.
    ///   - region: of its host.
    ///   - firstCall: the number of its newest call.
    ///   - manners: what it does with one long page after the other; the last one stays.
    init(
        _ count: Int,
        everySeconds: Double = 60,
        region: String = "uk1",
        firstCall: Int = 0,
        manners: [Manner] = [.gives]
    ) {
        self.count = count
        self.everySeconds = everySeconds
        self.region = region
        self.firstCall = firstCall
        self.manners = Mutex(manners)
    }

    var listPath: String { "/\(region)/v1/accounts/acme/recordings" }

    /// The queries of all pages asked for so far.
    var queries: [String] { asked.withLock { $0 } }

    func start(_ number: Int) -> Date { TestClock.start - 600 - Double(number) * everySeconds }

    func id(_ number: Int) -> String { "7\(number)" }

    private func item(_ number: Int) -> ScriptedAccount.Item {
        ScriptedAccount.Item(
            id: id(number),
            start: start(number),
            from: caller(number),
            to: Self.mainNumber,
            callID: "callhalf-\(firstCall + number):0"
        )
    }

    /// The row of a recording.
    ///
    /// - Parameters:
    ///   - number: of the recording.
    ///   - from: as the report has it; withheld unless told.
    ///   - to: as the report has it.
    ///   - hasID: whether the row tells the call's id.
    /// - Returns: the row.
    func segment(
        _ number: Int,
        from: String? = "anonymous",
        to: String? = LongAccount.mainNumber,
        hasID: Bool = true
    ) -> CallSegment {
        Samples.segment(
            "S-\(number)",
            start: start(number),
            duration: 60,
            from: from,
            to: to,
            callID: hasID ? "callhalf-\(firstCall + number):0" : nil
        )
    }

    /// The number that a recording came from.
    func caller(_ number: Int) -> String { "+4416\(10_000_000 + firstCall + number)" }

    func serve(on provider: ScriptedProvider) {
        provider.on("POST", "/\(region)/v1/token") { _ in ScriptedAccount.token() }
        provider.on("GET", listPath) { self.page($0) }
        provider.on("GET", "/\(region)/v1/recordings/*") { request in
            guard let number = request.path.split(separator: "/").last.flatMap({ self.number(of: String($0)) }) else {
                return ScriptedAccount.code(404, 1009)
            }
            return .json(200, self.item(number).json())
        }
    }

    private func number(of id: String) -> Int? {
        guard id.hasPrefix("7"), let number = Int(id.dropFirst()), (0..<count).contains(number) else { return nil }
        return number
    }

    private func page(_ request: ScriptedRequest) -> ScriptedReply {
        asked.withLock { $0.append(request.query) }
        var size = request.queryValue("count").flatMap(Int.init) ?? 100
        if size > 100 {
            switch manners.withLock({ $0.count > 1 ? $0.removeFirst() : $0[0] }) {
            case .gives: break
            case .caps(let items): size = min(size, items)
            case .refuses(let status, let code?): return ScriptedAccount.code(status, code)
            case .refuses(let status, nil): return .json(status, "{}")
            case .isConfused: return .html(200, "Sign in")
            }
        }
        var first = 0
        if let cursor = request.queryValue("before_id") {
            guard let number = number(of: cursor) else { return ScriptedAccount.code(400, 2000) }
            first = number + 1
        }
        var numbers = Array(first..<max(first, min(first + size, count)))
        if let number = request.queryValue("number")?.removingPercentEncoding, number != Self.mainNumber {
            let only = Int(number.dropFirst(5)).map { $0 - 10_000_000 - firstCall } ?? -1
            numbers = number.hasPrefix("+4416") && (first..<count).contains(only) ? [only] : []
        }
        return .json(200, "{\"recordings\":[" + numbers.map { item($0).json() }.joined(separator: ",") + "]}")
    }
}
