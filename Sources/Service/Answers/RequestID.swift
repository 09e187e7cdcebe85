internal import HTTPTypes
internal import Synchronization

/// What a request goes by, in every log line and in the answer's `X-Request-Id`; a text only where one is needed.
enum RequestID: Sendable, Hashable {
    /// The client's own.
    case given(String)
    case number(UInt64)

    static let header = HTTPField.Name("X-Request-Id")
    private static let maximumLength = 64
    private static let radix = 36
    /// A start that no other process has.
    private static let start = String(UInt32.random(in: .min ... .max), radix: radix) + "-"
    private static let startBytes = Array(start.utf8)
    private static let count = Atomic<UInt64>(0)

    /// One that no other request has.
    static func next() -> RequestID {
        .number(count.add(1, ordering: .relaxed).newValue)
    }

    var text: String {
        switch self {
        case .given(let text): text
        case .number(let number): Self.start + String(number, radix: Self.radix)
        }
    }

    /// Appends the text.
    func write(to head: inout [UInt8]) {
        switch self {
        case .given(let text):
            head.append(contentsOf: text.utf8)
        case .number(let number):
            head.append(contentsOf: Self.startBytes)
            head.append(number, radix: UInt64(Self.radix))
        }
    }

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
