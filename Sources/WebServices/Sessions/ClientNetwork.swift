internal import Glibc
internal import Sharing

/// What one client may well have all of: an IPv4 address, or the 64 bits of an IPv6 network, within which it picks addresses as it likes.
///
/// Source: RFC 4291 §2.5.4 (interface identifiers have 64 bits) and §2.5.5.2 (IPv4 addresses mapped into IPv6).
struct ClientNetwork: Hashable, Sendable {
    private static let networkBytes = 8
    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    private let text: String

    /// - Parameter address: without port; what is no address stands for itself.
    init(_ address: String) {
        var parsed = in6_addr()
        guard inet_pton(AF_INET6, address, &parsed) == 1 else {
            text = address
            return
        }
        let bytes = withUnsafeBytes(of: parsed) { Array($0) }
        text =
            bytes.starts(with: Self.mapped)
            ? bytes.dropFirst(Self.mapped.count).map(String.init).joined(separator: ".")
            : HexText.lowercase(bytes.prefix(Self.networkBytes)) + "/64"
    }
}
