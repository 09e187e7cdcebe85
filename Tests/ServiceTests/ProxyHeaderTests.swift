import Service
import Testing

@Suite("PROXY headers")
struct ProxyHeaderTests {
    private static func read(_ text: String) -> ProxyHeader { ProxyHeader(Array(text.utf8)) }

    @Test(
        "A line names the source, or nobody",
        arguments: [
            ("PROXY TCP4 203.0.113.9 192.0.2.1 51234 443\r\n", "203.0.113.9"),
            ("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255"),
            ("PROXY TCP4 203.0.113.9 192.0.2.1 0 0\r\n", "203.0.113.9"),
            ("PROXY TCP6 2001:DB8:0::0001 2001:db8::2 1 2\r\n", "2001:db8::1"),
            ("PROXY TCP6 ::ffff:203.0.113.9 ::1 1 2\r\n", "203.0.113.9"),
            ("PROXY UNKNOWN\r\n", nil), ("PROXY UNKNOWN ffff::1 whatever   1 2 3\r\n", nil),
            (
                "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
                nil
            ),
        ] as [(String, String?)]
    )
    func lines(_ line: String, _ address: String?) {
        let bytes = Array(line.utf8)
        #expect(Self.read(line) == .announces(address: address, byteCount: bytes.count))
        #expect(Self.read(line + "GET / HTTP/1.1\r\n") == .announces(address: address, byteCount: bytes.count))
        for count in 6..<bytes.count { #expect(ProxyHeader(Array(bytes[..<count])) == .incomplete) }
        for count in 0..<6 { #expect(ProxyHeader(Array(bytes[..<count])) == .undecided) }
    }

    @Test(
        "A line that is none, or too long, is broken",
        arguments: [
            "PROXY \r\n", "PROXY  TCP4 203.0.113.9 192.0.2.1 1 2\r\n", "PROXY TCP4\r\n", "PROXY TCP4 203.0.113.9\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 1\r\n", "PROXY TCP4 203.0.113.9 192.0.2.1 1 2 3\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 1 2 \r\n", "PROXY TCP4 203.0.113.9  192.0.2.1 1 2\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 65536 2\r\n", "PROXY TCP4 203.0.113.9 192.0.2.1 -1 2\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 01 2\r\n", "PROXY TCP4 203.0.113.9 192.0.2.1 +1 2\r\n",
            "PROXY TCP4 203.0.113.999 192.0.2.1 1 2\r\n", "PROXY TCP4 203.0.113.9 example 1 2\r\n",
            "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n", "PROXY TCP6 203.0.113.9 192.0.2.1 1 2\r\n",
            "PROXY TCP4 2001:db8::1 192.0.2.1 1 2\r\n", "PROXY TCP6 [2001:db8::1] 2001:db8::2 1 2\r\n",
            "PROXY TCP6 fe80::1%eth0 2001:db8::2 1 2\r\n", "PROXY tcp4 203.0.113.9 192.0.2.1 1 2\r\n",
            "PROXY UDP4 203.0.113.9 192.0.2.1 1 2\r\n", "PROXY UNKNOWNS\r\n", "PROXY TCP4 203.0.113.9 192.0.2.1 1 2\n",
            "PROXY UNKNOWN\n", "PROXY UNKNOWN\rX", "PROXY UNKNOWN\r\r\n", "PROXY /audio HTTP/1.1\r\n",
            "PROXY UNKNOWN " + String(repeating: "a", count: 92) + "\r\n",
            "PROXY UNKNOWN " + String(repeating: "a", count: 93), "PROXY " + String(repeating: "a", count: 101),
        ]
    )
    func brokenLines(_ line: String) {
        #expect(Self.read(line) == .broken)
    }

    @Test("A line is at most 107 bytes long, its end included")
    func longestLine() {
        let longest = "PROXY UNKNOWN " + String(repeating: "a", count: 91) + "\r\n"
        #expect(longest.utf8.count == ProxyHeader.maximumLineBytes)
        #expect(Self.read(longest) == .announces(address: nil, byteCount: 107))
        #expect(Self.read(String(longest.dropLast())) == .incomplete)
    }

    @Test(
        "HTTP and TLS are no header, and what may become one is waited for",
        arguments: [
            ("", .undecided), ("P", .undecided), ("PROXY", .undecided), ("\r", .undecided),
            ("\r\n\r\n\0\r\nQUI", .undecided),
            ("PO", .absent), ("POST /ws HTTP/1.1\r\n", .absent), ("PROXY\r\n", .absent), ("PROXYS", .absent),
            ("PRI * HTTP/2.0\r\n", .absent), ("proxy TCP4", .absent), ("\r\nGET / HTTP/1.1\r\n", .absent),
            ("\r\n\r\nGET", .absent), ("\u{16}\u{3}\u{1}", .absent), ("GET / HTTP/1.1\r\nPROXY TCP4\r\n", .absent),
        ] as [(String, ProxyHeader)]
    )
    func others(_ text: String, _ expected: ProxyHeader) {
        #expect(Self.read(text) == expected)
    }

    private static let four: [UInt8] = [203, 0, 113, 9, 192, 0, 2, 1, 0xC8, 0x22, 1, 0xBB]
    private static let six: [UInt8] =
        [0x20, 1, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [9] + Array(repeating: 0xFF, count: 16) + [1, 2, 3, 4]
    private static let mapped: [UInt8] =
        Array(repeating: 0, count: 10) + [0xFF, 0xFF, 203, 0, 113, 9] + Array(repeating: 0, count: 20)
    private static let unix = Array(repeating: UInt8(ascii: "/"), count: 216)
    /// An identity and padding.
    private static let fields: [UInt8] = [5, 0, 3, 1, 2, 3, 4, 0, 0]

    @Test(
        "A block names the source, or nobody; what else the proxy tells is skipped",
        arguments: [
            (0x21, 0x11, four, "203.0.113.9"), (0x21, 0x11, four + fields, "203.0.113.9"),
            (0x21, 0x12, four, "203.0.113.9"), (0x21, 0x21, six, "2001:db8::9"),
            (0x21, 0x21, six + fields, "2001:db8::9"), (0x21, 0x22, six, "2001:db8::9"),
            (0x21, 0x21, mapped, "203.0.113.9"), (0x21, 0x31, unix, nil), (0x21, 0x31, unix + fields, nil),
            (0x21, 0x32, unix, nil), (0x21, 0x00, [], nil), (0x21, 0x00, [1, 2, 3], nil), (0x20, 0x00, [], nil),
            (0x20, 0x11, four, nil), (0x20, 0xFF, [9, 9], nil), (0x20, 0x11, [1], nil),
            (0x21, 0x11, four + [4, 0x0F, 0xE1] + Array(repeating: 0, count: 0x0FE1), "203.0.113.9"),
        ] as [(UInt8, UInt8, [UInt8], String?)]
    )
    func blocks(command: UInt8, family: UInt8, block: [UInt8], address: String?) {
        let bytes = ProxyBytes.block(command: command, family: family, block)
        #expect(ProxyHeader(bytes) == .announces(address: address, byteCount: bytes.count))
        #expect(ProxyHeader(bytes + [22, 3, 1]) == .announces(address: address, byteCount: bytes.count))
        for count in 12..<bytes.count { #expect(ProxyHeader(Array(bytes[..<count])) == .incomplete) }
        for count in 0..<12 { #expect(ProxyHeader(Array(bytes[..<count])) == .undecided) }
    }

    @Test(
        "A block of another version, command or family, too short or too long, is broken",
        arguments: [
            (0x11, 0x11, four), (0x31, 0x11, four), (0x22, 0x11, four), (0x2F, 0x11, four), (0x01, 0x11, four),
            (0x21, 0x10, four), (0x21, 0x13, four), (0x21, 0x41, four), (0x21, 0x01, four), (0x21, 0xFF, four),
            (0x21, 0x11, []), (0x21, 0x11, Array(four.dropLast())), (0x21, 0x21, four),
            (0x21, 0x21, Array(six.dropLast())),
            (0x21, 0x31, Array(unix.dropLast())), (0x21, 0x11, four + [4]), (0x21, 0x11, four + [4, 0]),
            (0x21, 0x11, four + [4, 0, 1]), (0x21, 0x21, six + fields + [4, 1, 0, 0]),
            (0x21, 0x11, four + Array(repeating: 0, count: ProxyHeader.maximumBlockBytes)),
            (0x20, 0x00, Array(repeating: 0, count: ProxyHeader.maximumBlockBytes + 1)),
        ] as [(UInt8, UInt8, [UInt8])]
    )
    func brokenBlocks(command: UInt8, family: UInt8, block: [UInt8]) {
        #expect(ProxyHeader(ProxyBytes.block(command: command, family: family, block)) == .broken)
    }

    @Test("What a block's head says is judged before the block has come")
    func early() {
        let long = ProxyBytes.block(command: 0x21, family: 0x11, Array(repeating: 0, count: 65_535))
        #expect(ProxyHeader(Array(long[..<16])) == .broken)
        #expect(ProxyHeader(Array(ProxyBytes.block(command: 0x25, family: 0x11, []).prefix(13))) == .broken)
    }
}
