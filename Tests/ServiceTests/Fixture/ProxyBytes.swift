import Foundation

/// Headers of the PROXY protocol, as proxies write them.
enum ProxyBytes {
    static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10]

    /// Version 2, right or wrong.
    static func block(command: UInt8, family: UInt8, _ block: [UInt8]) -> [UInt8] {
        signature + [command, family, UInt8(block.count >> 8), UInt8(block.count & 0xFF)] + block
    }

    /// Version 2 for a connection from an IPv4 address, with something besides.
    static func block(from address: String) -> [UInt8] {
        let source = address.split(separator: ".").compactMap { UInt8($0) }
        return block(command: 0x21, family: 0x11, source + [192, 0, 2, 1, 0xC8, 0x22, 1, 0xBB, 5, 0, 1, 9])
    }

    /// Version 1 for a connection from an IPv4 address.
    static func line(from address: String) -> [UInt8] {
        Array("PROXY TCP4 \(address) 192.0.2.1 51234 443\r\n".utf8)
    }

    /// What a proxy's own health check begins with.
    static let local = block(command: 0x20, family: 0, [])
}
