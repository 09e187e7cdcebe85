import Dubber
import Foundation
import Recordings
import Synchronization
import TestSupport

/// A made-up Dubber account that a scripted provider serves: token, list with cursor and number, details.
final class ScriptedAccount: Sendable {
    struct Item: Sendable {
        let id: String
        let start: Date
        var duration = 60
        var direction = "inbound"
        var from = "+441632960111"
        var to = "+441632960222"
        var callID: String?
        var trackingID: String?
        var expiry: Date?

        func json(recordingURL: String? = nil) -> String {
            var fields = [
                "\"id\":\"\(id)\"", "\"from\":\"\(from)\"", "\"to\":\"\(to)\"", "\"call_type\":\"\(direction)\"",
                "\"recording_type\":\"recording\"", "\"channel\":\"Pat Example\"", "\"status\":\"Active\"",
                "\"start_time\":\"\(ScriptedAccount.rfc2822(start))\"", "\"duration\":\(duration)",
            ]
            var tags = ["\"recording-platform\":\"broadworks\""]
            callID.map { tags.append("\"external-call-id\":\"\($0)\"") }
            trackingID.map { tags.append("\"external-tracking-ids\":\"\($0)\"") }
            fields.append("\"meta_tags\":{\(tags.joined(separator: ","))}")
            expiry.map { fields.append("\"expiry_time\":\"\(ScriptedAccount.rfc2822($0))\"") }
            recordingURL.map { fields.append("\"recording_url\":\"\($0)\"") }
            return "{" + fields.joined(separator: ",") + "}"
        }
    }

    let region: String
    let isCursorInclusive: Bool
    private let items: Mutex<[Item]>

    init(region: String, items: [Item] = [], isCursorInclusive: Bool = false) {
        self.region = region
        self.isCursorInclusive = isCursorInclusive
        self.items = Mutex(items)
    }

    var listPath: String { "/\(region)/v1/accounts/acme/recordings" }
    var tokenPath: String { "/\(region)/v1/token" }
    var detailPath: String { "/\(region)/v1/recordings/" }

    func add(_ item: Item) {
        items.withLock { $0.append(item) }
    }

    func remove(_ id: String) {
        items.withLock { $0.removeAll { $0.id == id } }
    }

    /// Answers everything while the provider's queue is empty.
    func serve(on provider: ScriptedProvider) {
        provider.on("POST", tokenPath) { _ in Self.token() }
        provider.on("GET", listPath) { self.page($0) }
        provider.on("GET", detailPath + "*") { self.detail($0) }
    }

    static func token(
        _ token: String = "token-1",
        refresh: String = "refresh-1",
        expiresIn: Int = 86_400
    ) -> ScriptedReply {
        .json(
            200,
            #"{"access_token":"\#(token)","token_type":"bearer","expires_in":\#(expiresIn),"refresh_token":"\#(refresh)","x":1}"#
        )
    }

    static func code(_ status: Int, _ code: Int, headers: [(name: String, value: String)] = []) -> ScriptedReply {
        .json(status, #"{"status":\#(status),"message":"…","code":\#(code)}"#, headers: headers)
    }

    func page(_ request: ScriptedRequest, rewritten: (String) -> String = { $0 }) -> ScriptedReply {
        let count = request.queryValue("count").flatMap(Int.init) ?? 100
        var listed = items.withLock { $0 }.sorted { $0.start > $1.start }
        if let number = request.queryValue("number")?.removingPercentEncoding {
            listed = listed.filter { $0.from == number || $0.to == number }
        }
        if let cursor = request.queryValue("before_id") {
            guard let place = listed.firstIndex(where: { $0.id == cursor }) else {
                return Self.code(400, 2000)
            }
            listed = Array(listed[(isCursorInclusive ? place : place + 1)...])
        }
        let text = "{\"recordings\":[" + listed.prefix(count).map { $0.json() }.joined(separator: ",") + "]}"
        return .json(200, rewritten(text))
    }

    func detail(_ request: ScriptedRequest) -> ScriptedReply {
        let id = request.path.split(separator: "/").last.map(String.init)
        guard let item = items.withLock({ $0.first { $0.id == id } }) else {
            return Self.code(404, 1009)
        }
        return .json(
            200,
            item.json(recordingURL: "https:\\/\\/audio.example\\/\(region)\\/\(item.id)?X-Sig=a%2Fb%2fc+d==")
        )
    }

    static func rfc2822(_ date: Date) -> String {
        // A formatter of Foundation's takes longer than all else that a long list costs.
        var seconds = time_t(date.timeIntervalSince1970.rounded(.down)) + 13 * 3_600
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S +1300", &parts)
        return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
