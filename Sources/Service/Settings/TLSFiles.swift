/// The files that TLS is served with.
package struct TLSFiles: Sendable, Hashable {
    /// The certificate and those that vouch for it, in PEM, the service's own first.
    package let certificate: String
    /// The certificate's private key, in PEM.
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
