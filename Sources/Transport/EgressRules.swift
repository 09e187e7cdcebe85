/// What the service may connect to beyond public addresses over HTTPS.
package struct EgressRules: Sendable, Hashable {
    package var allowPlainHTTP: Bool
    /// Loopback, private networks (RFC 1918, RFC 4193) and shared address space (RFC 6598); never link-local, multicast or reserved ones.
    package var allowPrivateAddresses: Bool

    package init(allowPlainHTTP: Bool = false, allowPrivateAddresses: Bool = false) {
        self.allowPlainHTTP = allowPlainHTTP
        self.allowPrivateAddresses = allowPrivateAddresses
    }
}
