internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Registry
internal import Synchronization

/// What is known of a request while it is answered.
struct ServiceRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// In every log line and in the answer's `X-Request-Id`.
    var requestID: String
    /// Set by ``BearerMiddleware``; `nil` where no valid token came.
    var token: APIToken?
    /// The peer's address, without its port.
    let remoteAddress: String?
    /// Where the answer's audio can be sent past the task.
    let connection: AudioConnection
    /// Where the request's time goes.
    let timing = ServerTiming()

    init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
        connection = AudioConnection(channel: source.channel)
        requestID = RequestIDs.make()
    }
}

/// The ids that requests go by.
enum RequestIDs {
    static let header = HTTPField.Name("X-Request-Id")
    private static let maximumLength = 64

    /// A start that no other process has, and a number that no other request has.
    static func make() -> String {
        start + String(count.add(1, ordering: .relaxed).newValue, radix: 36)
    }

    private static let start = String(UInt32.random(in: .min ... .max), radix: 36) + "-"
    private static let count = Atomic<UInt64>(0)

    /// A client's own id, when it is short and plain.
    static func sane(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= maximumLength else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? text : nil
    }
}
