internal import Foundation
internal import Sharing

/// What a proxy puts before the bytes of a connection to tell whom it forwards for, read from the bytes that have come; pure.
///
/// Source: HAProxy, The PROXY protocol, versions 1 and 2, §2.1 and §2.2.
package enum ProxyHeader: Sendable, Hashable {
    /// The bytes are something else, such as HTTP or TLS.
    case absent
    /// Too few have come to tell.
    case undecided
    /// They are a header of which more must come.
    case incomplete
    /// They begin with a header of so many bytes. The address is canonical; `nil` where the proxy speaks for itself, or for somebody without an IP address.
    case announces(address: String?, byteCount: Int)
    /// They begin as a header and are none, or are longer than one may be.
    case broken

    /// The longest header of version 1, its line's end included.
    package static let maximumLineBytes = 107
    /// What may follow the first 16 bytes of version 2: addresses, and what else the proxy tells, which is not read.
    package static let maximumBlockBytes = 4_096

    private static let lineSignature = Array("PROXY ".utf8)
    private static let blockSignature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10]
    private static let blockHeadBytes = 16

    /// Whether a connection's first byte can be that of a header.
    static func mayBegin(with byte: UInt8) -> Bool {
        byte == lineSignature[0] || byte == blockSignature[0]
    }

    /// Reads the header that `bytes`, a connection's first, begin with.
    package init(_ bytes: [UInt8]) {
        if bytes.starts(with: Self.lineSignature) {
            self = Self.line(bytes)
        } else if bytes.starts(with: Self.blockSignature) {
            self = Self.block(bytes)
        } else {
            let isBeginning = Self.lineSignature.starts(with: bytes) || Self.blockSignature.starts(with: bytes)
            self = isBeginning ? .undecided : .absent
        }
    }

    // MARK: Version 1

    /// `PROXY TCP4 192.0.2.1 192.0.2.2 51234 443` and the line's end, or `PROXY UNKNOWN` and whatever.
    private static func line(_ bytes: [UInt8]) -> ProxyHeader {
        let most = bytes.prefix(maximumLineBytes)
        guard let end = most.firstIndex(where: { $0 == 13 || $0 == 10 }) else {
            return bytes.count < maximumLineBytes ? .incomplete : .broken
        }
        guard bytes[end] == 13, end + 1 < maximumLineBytes else { return .broken }
        guard end + 1 < bytes.count else { return .incomplete }
        guard bytes[end + 1] == 10 else { return .broken }
        let words = bytes[..<end].split(separator: 32, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if words[1] == "UNKNOWN" { return .announces(address: nil, byteCount: end + 2) }
        guard words.count == 6, words[1] == "TCP4" || words[1] == "TCP6",
            let source = address(words[2], isLong: words[1] == "TCP6"),
            address(words[3], isLong: words[1] == "TCP6") != nil, isPort(words[4]), isPort(words[5])
        else { return .broken }
        return .announces(address: source, byteCount: end + 2)
    }

    private static func address(_ text: String, isLong: Bool) -> String? {
        text.contains(":") == isLong ? ForwardedAddress.canonical(text) : nil
    }

    private static func isPort(_ text: String) -> Bool {
        guard text.utf8.count <= 5, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            return false
        }
        return number <= 65_535 && String(number) == text
    }

    // MARK: Version 2

    private enum Family {
        /// Of addresses that are not told, or not known to anybody else, so many bytes.
        case unnamed(byteCount: Int)
        case four
        case six

        /// Both addresses, and ports.
        var byteCount: Int {
            switch self {
            case .unnamed(let count): count
            case .four: 12
            case .six: 36
            }
        }

        /// Family and transport; other numbers are nobody's.
        init?(_ byte: UInt8) {
            switch byte {
            case 0x00: self = .unnamed(byteCount: 0)
            case 0x11, 0x12: self = .four
            case 0x21, 0x22: self = .six
            case 0x31, 0x32: self = .unnamed(byteCount: 216)
            default: return nil
            }
        }
    }

    private static func block(_ bytes: [UInt8]) -> ProxyHeader {
        guard bytes.count > blockSignature.count else { return .incomplete }
        let command = bytes[blockSignature.count]
        guard command == 0x20 || command == 0x21 else { return .broken }
        guard bytes.count >= blockHeadBytes else { return .incomplete }
        let count = Int(bytes[14]) << 8 | Int(bytes[15])
        guard count <= maximumBlockBytes else { return .broken }
        // A proxy that asks for itself, as for its health check: what follows means nothing.
        let isLocal = command == 0x20
        let family = Family(bytes[13])
        guard isLocal || family.map({ count >= $0.byteCount }) ?? false else { return .broken }
        guard bytes.count >= blockHeadBytes + count else { return .incomplete }
        let byteCount = blockHeadBytes + count
        guard !isLocal, let family else { return .announces(address: nil, byteCount: byteCount) }
        let block = bytes[blockHeadBytes..<byteCount]
        // Without a family the addresses may be of any length.
        guard bytes[13] == 0 || areFields(block.dropFirst(family.byteCount)) else { return .broken }
        return .announces(address: source(block, family), byteCount: byteCount)
    }

    private static func source(_ block: ArraySlice<UInt8>, _ family: Family) -> String? {
        switch family {
        case .unnamed: return nil
        case .four: return block.prefix(4).map(String.init).joined(separator: ".")
        case .six:
            let digits = block.prefix(16).map { HexText.lowercase([$0]) }
            let groups = stride(from: 0, to: 16, by: 2).map { digits[$0] + digits[$0 + 1] }
            return ForwardedAddress.canonical(groups.joined(separator: ":"))
        }
    }

    /// Whether what a proxy tells besides are fields of a type, a length, and as many bytes (§2.2).
    private static func areFields(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard rest.count >= 3 else { return false }
            let count = Int(rest[rest.startIndex + 1]) << 8 | Int(rest[rest.startIndex + 2])
            guard rest.count >= 3 + count else { return false }
            rest = rest.dropFirst(3 + count)
        }
        return true
    }
}
