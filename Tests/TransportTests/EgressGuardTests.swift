import Testing
import Transport

struct EgressGuardTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888",
        "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func `global addresses are always in reach`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(EgressGuard.reach(of: address) == .global)
        #expect(EgressGuard(rules: EgressRules()).permits(address))
    }

    @Test(arguments: [
        "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255", "172.16.0.0",
        "172.31.255.255", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "::1", "fc00::",
        "fd12:3456::1",
        "fdff:ffff::", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1",
    ])
    func `private addresses need leave`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(EgressGuard.reach(of: address) == .private)
        #expect(!EgressGuard(rules: EgressRules()).permits(address))
        #expect(EgressGuard(rules: EgressRules(allowPrivateAddresses: true)).permits(address))
    }

    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "192.0.0.1", "192.0.2.1",
        "192.88.99.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::",
        "::8.8.8.8",
        "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1", "4000::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    ])
    func `other addresses are never in reach`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(EgressGuard.reach(of: address) == .never)
        #expect(!EgressGuard(rules: EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)).permits(address))
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "0x7f.0.0.1", "::g", "[::1]"])
    func `only addresses are read as addresses`(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
