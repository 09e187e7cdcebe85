internal import Sharing

/// A request's path in the one spelling that routes know, which paths that only differ in needless escapes share; pure.
///
/// Source: RFC 3986 §2.3, §3.3 and §6.2.2.
package enum RequestPath {
    package enum Reading: Hashable, Sendable {
        /// Written so already.
        case asItIs
        case rewritten(String)
        /// An empty segment, or one of dots: such a path is no other one's.
        case nowhere
        /// Escapes that are none, or of characters that no path has.
        case malformed
    }

    /// What asks whether the process lives, and for nothing else.
    static let alive = "/healthz"
    /// What asks whether it can do its work.
    static let ready = "/readyz"
    static let metrics = "/metrics"
    /// Where report pages ask whether there is something to hear.
    static let availability = "/v1/availability"
    /// Asked by who watches the service, and answered whatever state it is in.
    static let watching: Set<String> = [alive, ready, metrics]

    /// What a host and a port are made of, names of other scripts and addresses among them.
    static func isHostByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"/?#@\\\"<>,".utf8.contains(byte)
    }

    /// Takes apart a target that names its host too, as clients write it to proxies, and may to anybody.
    ///
    /// Source: RFC 9112 §3.2.2: every server takes it, and the host in it counts; §3.2.4: without a path, `OPTIONS` asks for the server as a whole.
    ///
    /// - Returns: host and port, then path and query, which may be empty; `nil` for a target of another form.
    package static func absolute(_ target: some StringProtocol) -> (authority: String, path: String)? {
        guard target.utf8.first != UInt8(ascii: "/") else { return nil }
        let text = target.lowercased()
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return nil }
        let rest = target.utf8.dropFirst(scheme.utf8.count)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !authority.isEmpty, authority.allSatisfy(isHostByte) else { return nil }
        let path = String(decoding: rest[authority.endIndex...], as: UTF8.self)
        return (String(decoding: authority, as: UTF8.self), path.hasPrefix("?") ? "/" + path : path)
    }

    /// Reads path and query, which stays as it is.
    package static func read(_ target: some StringProtocol) -> Reading {
        let bytes = target.utf8
        let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        var path: [UInt8] = []
        path.reserveCapacity(bytes.distance(from: bytes.startIndex, to: end))
        var place = bytes.startIndex
        while place < end {
            let byte = bytes[place]
            guard byte == UInt8(ascii: "%") else {
                path.append(byte)
                place = bytes.index(after: place)
                continue
            }
            let digits = bytes[bytes.index(after: place)..<end].prefix(2)
            guard digits.count == 2, let value = HexText.bytes(String(decoding: digits, as: UTF8.self))?.first else {
                return .malformed
            }
            switch value {
            case 0..<0x20, 0x7F: return .malformed
            case _ where isPlain(value): path.append(value)
            default: path += "%\(value < 16 ? "0" : "")\(String(value, radix: 16, uppercase: true))".utf8
            }
            place = digits.endIndex
        }
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        // The last may be empty.
        let isNowhere =
            segments.dropLast().contains { $0.isEmpty } || segments.contains { $0 == [0x2E] || $0 == [0x2E, 0x2E] }
        if isNowhere { return .nowhere }
        if path.elementsEqual(bytes[..<end]) { return .asItIs }
        return .rewritten(String(decoding: path, as: UTF8.self) + String(target[end...]))
    }

    /// What a segment may have as it is: unreserved characters, those that separate nothing in a path, the colon and the at sign.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@".utf8.contains(byte)
        }
    }
}
