/// One request that was made to a provider's host, as the debug endpoint shows it.
///
/// Holds no secret: no query, no header, no body.
package struct ProviderCall: Sendable, Hashable {
    package let method: String
    /// The path below the host field and version, without query.
    package let path: String
    /// The HTTP status; `nil` when no answer came.
    package let status: Int?
    /// The provider's own error code.
    package let code: Int?
    package let milliseconds: Int

    package init(method: String, path: String, status: Int?, code: Int?, milliseconds: Int) {
        self.method = method
        self.path = path
        self.status = status
        self.code = code
        self.milliseconds = milliseconds
    }
}
