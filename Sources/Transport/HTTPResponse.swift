/// A response whose head has come; its body comes as it is read.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// Whether the body has no other end than the connection's, so that one which was cut off looks like a whole one.
    package let endsWithConnection: Bool
    /// As it was sent: a `Content-Encoding` is not undone.
    ///
    /// To give a response up unread, let go of it: the transfer ends with the body's last reference.
    package let body: ResponseBody
}
