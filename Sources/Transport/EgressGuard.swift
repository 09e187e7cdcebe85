/// Decides which addresses may be connected to; pure.
///
/// It is asked with the address that a connection is about to be made to, after the name was resolved, so that a name cannot lead
/// inside under the eyes of a check by name.
package struct EgressGuard: Sendable, Hashable {
    /// What kind of network an address belongs to.
    package enum Reach: Sendable, Hashable {
        case global
        /// Loopback and private use: reachable when the rules allow it.
        case `private`
        /// Never a provider: link-local (clouds keep their metadata there), multicast, documentation, reserved.
        case never
    }

    package let rules: EgressRules

    package init(rules: EgressRules) {
        self.rules = rules
    }

    package func permits(_ address: IPAddress) -> Bool {
        switch Self.reach(of: address) {
        case .global: true
        case .private: rules.allowPrivateAddresses
        case .never: false
        }
    }

    func permits(_ scheme: RequestURL.Scheme) -> Bool {
        scheme == .https || rules.allowPlainHTTP
    }

    /// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) and IPv6 Global Unicast, 2000::/3.
    package static func reach(of address: IPAddress) -> Reach {
        switch address {
        case .v4(let bits):
            return reach(ofIPv4: bits)
        case .v6(let bits):
            if let embedded = embeddedIPv4(bits) {
                return reach(ofIPv4: embedded)
            }
            return specialIPv6.first { $0.contains(bits) }?.reach ?? (bits >> 125 == 0b001 ? .global : .never)
        }
    }

    private static func reach(ofIPv4 bits: UInt32) -> Reach {
        specialIPv4.first { $0.contains(bits) }?.reach ?? .global
    }

    /// The IPv4 address that traffic ends at: IPv4-mapped (`::ffff:0:0/96`) and NAT64 (`64:ff9b::/96`, RFC 6052).
    private static func embeddedIPv4(_ bits: UInt128) -> UInt32? {
        switch bits >> 32 {
        case 0xffff, 0x64_ff9b << 64: UInt32(truncatingIfNeeded: bits)
        default: nil
        }
    }

    private struct Block<Bits: FixedWidthInteger & Sendable>: Sendable {
        let prefix: Bits
        let prefixBits: Int
        let reach: Reach

        func contains(_ address: Bits) -> Bool {
            (address ^ prefix) >> (Bits.bitWidth - prefixBits) == 0
        }
    }

    private static let specialIPv4: [Block<UInt32>] = [
        Block(prefix: 0x0000_0000, prefixBits: 8, reach: .never),  // 0.0.0.0/8, this network
        Block(prefix: 0x0A00_0000, prefixBits: 8, reach: .private),  // 10.0.0.0/8
        Block(prefix: 0x6440_0000, prefixBits: 10, reach: .private),  // 100.64.0.0/10, shared (carrier-grade NAT)
        Block(prefix: 0x7F00_0000, prefixBits: 8, reach: .private),  // 127.0.0.0/8, loopback
        Block(prefix: 0xA9FE_0000, prefixBits: 16, reach: .never),  // 169.254.0.0/16, link-local
        Block(prefix: 0xAC10_0000, prefixBits: 12, reach: .private),  // 172.16.0.0/12
        Block(prefix: 0xC000_0000, prefixBits: 24, reach: .never),  // 192.0.0.0/24, protocol assignments
        Block(prefix: 0xC000_0200, prefixBits: 24, reach: .never),  // 192.0.2.0/24, documentation
        Block(prefix: 0xC058_6300, prefixBits: 24, reach: .never),  // 192.88.99.0/24, 6to4 relays (withdrawn)
        Block(prefix: 0xC0A8_0000, prefixBits: 16, reach: .private),  // 192.168.0.0/16
        Block(prefix: 0xC612_0000, prefixBits: 15, reach: .private),  // 198.18.0.0/15, benchmarks
        Block(prefix: 0xC633_6400, prefixBits: 24, reach: .never),  // 198.51.100.0/24, documentation
        Block(prefix: 0xCB00_7100, prefixBits: 24, reach: .never),  // 203.0.113.0/24, documentation
        Block(prefix: 0xE000_0000, prefixBits: 3, reach: .never),  // 224.0.0.0/3, multicast, reserved, broadcast
    ]

    private static let specialIPv6: [Block<UInt128>] = [
        Block(prefix: 1, prefixBits: 128, reach: .private),  // ::1/128, loopback
        Block(prefix: 0xfc00 << 112, prefixBits: 7, reach: .private),  // fc00::/7, unique local
        Block(prefix: 0x2001 << 112, prefixBits: 23, reach: .never),  // 2001::/23, protocol assignments, Teredo
        Block(prefix: 0x2001_0db8 << 96, prefixBits: 32, reach: .never),  // 2001:db8::/32, documentation
        Block(prefix: 0x2002 << 112, prefixBits: 16, reach: .never),  // 2002::/16, 6to4
        Block(prefix: 0x3fff << 112, prefixBits: 20, reach: .never),  // 3fff::/20, documentation
    ]
}
