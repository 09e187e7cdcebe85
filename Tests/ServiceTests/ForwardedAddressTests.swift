import HTTPTypes
import Service
import Testing

@Suite("Forwarded addresses")
struct ForwardedAddressTests {
    private static let proxies: Set<String> = ["127.0.0.1", "::1", "10.0.0.1", "10.0.0.2", "2001:db8::53"]

    private static func client(_ peer: String, _ fields: [(String, String)]) throws -> String {
        var headers = HTTPFields()
        for (name, value) in fields {
            headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return ForwardedAddress.client(peer: peer, headers: headers, proxies: proxies)
    }

    @Test(
        "The last entry of X-Forwarded-For that is no trusted proxy is the client",
        arguments: [
            ("203.0.113.9", "203.0.113.9"), (" 203.0.113.9 ", "203.0.113.9"), ("\t203.0.113.9\t,", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9", "203.0.113.9"), ("1.1.1.1,203.0.113.9,10.0.0.2", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9, 10.0.0.2, 10.0.0.1", "203.0.113.9"), ("127.0.0.1, 203.0.113.9", "203.0.113.9"),
            ("203.0.113.9:51234", "203.0.113.9"), ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"), ("2001:DB8:0:0::0001", "2001:db8::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"), ("[::ffff:cb00:7109]:1", "203.0.113.9"),
            ("203.0.113.9, ::ffff:10.0.0.2", "203.0.113.9"), ("203.0.113.9, [2001:db8::53]:80", "203.0.113.9"),
            ("", "10.0.0.1"), (",", "10.0.0.1"), (" , ,", "10.0.0.1"), ("unknown", "10.0.0.1"),
            ("203.0.113.9, unknown", "10.0.0.1"), ("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2"),
            ("203.0.113.9, _hidden", "10.0.0.1"), ("10.0.0.2", "10.0.0.2"), ("10.0.0.2, 10.0.0.1", "10.0.0.2"),
            ("203.0.113.9:", "10.0.0.1"), ("203.0.113.9:x", "10.0.0.1"), ("203.0.113.9:123456", "10.0.0.1"),
            ("[2001:db8::1", "10.0.0.1"), ("[2001:db8::1]x", "10.0.0.1"), ("[203.0.113.9]", "10.0.0.1"),
            ("2001:db8::1:", "10.0.0.1"), ("203.0.113", "10.0.0.1"), ("203.0.113.999", "10.0.0.1"),
            ("0203.0.113.9", "10.0.0.1"), ("203.0.113.9 10.0.0.2", "10.0.0.1"), ("fe80::1%eth0", "10.0.0.1"),
            ("\"203.0.113.9\"", "10.0.0.1"), ("for=203.0.113.9", "10.0.0.1"), ("203.0.113.9;10.0.0.2", "10.0.0.1"),
        ] as [(String, String)]
    )
    func forwardedFor(_ value: String, _ expected: String) throws {
        #expect(try Self.client("10.0.0.1", [("X-Forwarded-For", value)]) == expected)
    }

    /// Behind some scalars the comma that a proxy appends is not a Character of its own; before others, what precedes it is not.
    @Test(
        "Nothing that a client sends hides what a proxy appends",
        arguments: [
            "\u{600}", "\u{6DD}", "\u{70F}", "\u{8E2}", "\u{D4E}", "\u{110BD}", "\u{111C2}", "\u{301}", "\u{200D}",
            "\u{FE0F}",
            "\u{1F1EC}", "\u{E0001}", "\u{AC00}", "\u{915}\u{94D}", "\"", "\\", "\"\\", "\"\u{600}", "\"a\u{600}\"",
            "a\u{301}\"",
        ]
    )
    func hidesNothing(_ end: String) throws {
        for value in [end, "1.1.1.1" + end, "1.1.1.1," + end] {
            for comma in [",", ", ", " ,", ",\t"] {
                let forwardedFor = value + comma + "203.0.113.9"
                #expect(try Self.client("10.0.0.1", [("X-Forwarded-For", forwardedFor)]) == "203.0.113.9")
                let forwarded = "for=" + value + comma + "for=203.0.113.9"
                #expect(try Self.client("10.0.0.1", [("Forwarded", forwarded)]) == "203.0.113.9")
            }
        }
    }

    @Test(
        "Forwarded is read as RFC 7239 has it",
        arguments: [
            ("for=203.0.113.9", "203.0.113.9"), ("For=203.0.113.9;proto=https;by=10.0.0.1", "203.0.113.9"),
            ("proto=http; for=203.0.113.9 ; host=\"a,b;c\"", "203.0.113.9"),
            ("for=\"203.0.113.9:4711\"", "203.0.113.9"), ("for=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
            ("for=\"[2001:db8:cafe::17]\"", "2001:db8:cafe::17"), ("for=\"203.0.113.9:_port\"", "203.0.113.9"),
            ("for=1.1.1.1, for=203.0.113.9", "203.0.113.9"), ("for=203.0.113.9,for=10.0.0.2", "203.0.113.9"),
            ("for=1.1.1.1;host=\"x, for=2.2.2.2\", for=203.0.113.9", "203.0.113.9"),
            ("for=\"203.0.\\113.9\"", "203.0.113.9"), ("for=1.1.1.1;x=\"\\\", for=203.0.113.9", "203.0.113.9"),
            ("for=1.1.1.1;x=\", for=203.0.113.9", "203.0.113.9"),
            ("for=unknown", "10.0.0.1"), ("for=_SEVKISEK", "10.0.0.1"), ("for=203.0.113.9, for=_hidden", "10.0.0.1"),
            ("by=203.0.113.9", "10.0.0.1"), ("for", "10.0.0.1"), ("for=", "10.0.0.1"), ("=203.0.113.9", "10.0.0.1"),
            ("for=203.0.113.9;for=203.0.113.8", "10.0.0.1"), ("\"for=203.0.113.9\"", "10.0.0.1"),
            ("for=\"203.0.113.9", "10.0.0.1"), ("203.0.113.9", "10.0.0.1"),
        ] as [(String, String)]
    )
    func forwarded(_ value: String, _ expected: String) throws {
        #expect(try Self.client("10.0.0.1", [("Forwarded", value)]) == expected)
    }

    @Test("Several fields are one list, and X-Forwarded-For counts before Forwarded")
    func severalFields() throws {
        let both = [("X-Forwarded-For", "1.1.1.1"), ("x-forwarded-for", "203.0.113.9")]
        #expect(try Self.client("10.0.0.1", both) == "203.0.113.9")
        #expect(try Self.client("10.0.0.1", [("Forwarded", "for=2.2.2.2")] + both) == "203.0.113.9")
        let forwarded = [("Forwarded", "for=1.1.1.1"), ("Forwarded", "for=203.0.113.9;proto=http")]
        #expect(try Self.client("10.0.0.1", forwarded) == "203.0.113.9")
    }

    @Test(
        "Only a trusted proxy is believed, however its address is written",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("10.0.0.1", "203.0.113.9"),
            ("::ffff:10.0.0.1", "203.0.113.9"), ("::1", "203.0.113.9"), ("2001:DB8::0053", "203.0.113.9"),
            ("2001:db8::54", "2001:db8::54"), ("unknown", "unknown"),
        ] as [(String, String)]
    )
    func peers(_ peer: String, _ expected: String) throws {
        for name in ["X-Forwarded-For", "Forwarded"] {
            let value = name == "Forwarded" ? "for=203.0.113.9" : "203.0.113.9"
            #expect(try Self.client(peer, [(name, value)]) == expected)
        }
        #expect(try Self.client("10.0.0.1", []) == "10.0.0.1")
    }

    @Test("A chain that goes round proxies for ever is read so far and no further")
    func longChains() throws {
        let chain = "203.0.113.9" + String(repeating: ", 10.0.0.2", count: ForwardedAddress.maximumEntries)
        #expect(try Self.client("10.0.0.1", [("X-Forwarded-For", chain)]) == "10.0.0.2")
        let long = String(repeating: "1.1.1.1,", count: 10_000) + "203.0.113.9"
        #expect(try Self.client("10.0.0.1", [("X-Forwarded-For", long)]) == "203.0.113.9")
    }
}
