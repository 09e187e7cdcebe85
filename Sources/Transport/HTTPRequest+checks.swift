extension HTTPRequest {
    /// Fields that the client writes itself; a caller's would contradict it.
    private static let ownFields: Set<String> = ["host", "content-length", "transfer-encoding", "connection", "expect"]

    /// Refuses what would break out of its place in the request or contradict it.
    ///
    /// - Throws: ``TransportError/invalidRequest``.
    func check(maximumBodyBytes: Int) throws(TransportError) {
        let methodIsPlain =
            !method.isEmpty && method.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        guard methodIsPlain, method != "CONNECT", method != "TRACE", body.count <= maximumBodyBytes else {
            throw .invalidRequest
        }
        for (name, value) in headers {
            let nameIsToken = !name.isEmpty && name.utf8.allSatisfy(Self.isTokenByte)
            // A field value holds no control bytes but the tab (RFC 9110, 5.5).
            let valueIsClean = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            guard nameIsToken, valueIsClean, !Self.ownFields.contains(name.lowercased()) else {
                throw .invalidRequest
            }
        }
    }

    func hasField(_ name: String) -> Bool {
        headers.contains { HTTPHeaders.isSame($0.name, name) }
    }

    /// Source: RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
