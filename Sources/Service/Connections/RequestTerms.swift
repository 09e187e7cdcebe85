package import NIOHTTP1

/// What a request's head says of its connection and its frame, and whether it can be taken at all; pure.
///
/// Source: RFC 9112 §3.2 (Host), §6.1 (Transfer-Encoding), §9.3 (persistence); RFC 9110 §7.6.1 (Connection), §7.8 (Upgrade), §10.1.1 (Expect).
package struct RequestTerms: Sendable {
    /// Header fields of one request, all together and each alone.
    static let maximumHeaderBytes = 64 << 10
    static let maximumHeaderFields = 100

    /// HTTP/1.0: knows no chunks, and only keeps a connection that it is told is kept.
    let isOld: Bool
    /// Its answer is the connection's last.
    private(set) var isLast: Bool
    /// Waits with its body until it is told to go on.
    let isExpecting: Bool
    /// Asks for another protocol, so that NIO's decoder reads nothing behind it.
    let stopsDecoder: Bool
    /// Why it is not taken.
    let refusal: Refusal?

    /// Reads a head.
    package init(_ head: HTTPRequestHead) {
        let isOld = head.version.major == 1 && head.version.minor == 0
        let options = Self.list(head.headers["Connection"])
        let isUpgrade = head.headers.contains(name: "Upgrade")
        // After an option the decoder takes a tab for a part of it.
        let hasTab = head.headers["Connection"].contains { $0.utf8.contains(UInt8(ascii: "\t")) }
        let stopsDecoder = head.method == .CONNECT || isUpgrade && options.contains("upgrade") && !hasTab
        // What the decoder might read otherwise than it is read here, and CONNECT, behind which nobody knows what comes.
        let isDoubtful =
            head.method == .CONNECT
            || isUpgrade && !stopsDecoder && head.headers["Connection"].contains { $0.lowercased().contains("upgrade") }
        self.isOld = isOld
        self.stopsDecoder = stopsDecoder && !isDoubtful
        isLast = options.contains("close") || isOld && !options.contains("keep-alive") || isDoubtful
        isExpecting = !isOld && Self.list(head.headers["Expect"]).contains("100-continue")
        refusal = Self.refusal(head, isOld: isOld)
    }

    /// The same, with the connection's last answer.
    var asLast: RequestTerms {
        var terms = self
        terms.isLast = true
        return terms
    }

    private static func refusal(_ head: HTTPRequestHead, isOld: Bool) -> Refusal? {
        let hosts = head.headers["Host"]
        guard hosts.count <= 1, isOld || hosts.count == 1, hosts.allSatisfy(isHost) else {
            return .badHost
        }
        let codings = list(head.headers["Transfer-Encoding"])
        if codings.isEmpty { return head.headers.contains(name: "Transfer-Encoding") ? .malformed : nil }
        return isOld ? .malformed : codings == ["chunked"] ? nil : .codingUnknown
    }

    /// The members of fields that are lists, in lower case.
    private static func list(_ fields: [String]) -> [String] {
        fields.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }.compactMap { member in
            let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let text = Array(member.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
            return text.isEmpty ? nil : String(decoding: text, as: UTF8.self).lowercased()
        }
    }

    private static func isHost(_ text: String) -> Bool {
        text.utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.reversed()
            .drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.allSatisfy(RequestPath.isHostByte)
    }
}
