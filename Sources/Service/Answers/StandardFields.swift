internal import HTTPTypes

/// What every answer says, whatever it is about and whichever way it goes.
enum StandardFields {
    /// Should a browser ever take an answer for a page that is none of ours, that page can do nothing, and is of no origin.
    static let contentPolicy = "sandbox; default-src 'none'"

    /// In the order in which they are sent; the console's pages have values of their own.
    private static let fields: [(name: HTTPField.Name, value: String)] =
        [(.xContentTypeOptions, "nosniff")] + (HTTPField.Name("Referrer-Policy").map { [($0, "no-referrer")] } ?? [])

    private static let all = fields + [(.contentSecurityPolicy, contentPolicy)]

    /// As HTTP/1 writes them, but for the policy, which audio has among its own.
    static let lines = Array(fields.map { "\($0.name.rawName): \($0.value)\r\n" }.joined().utf8)

    /// Where TLS is spoken browsers are told to stay with it, for a year.
    static let stayingSecure = (name: HTTPField.Name.strictTransportSecurity, value: "max-age=31536000")

    static let secureLines = lines + "\(stayingSecure.name.rawName): \(stayingSecure.value)\r\n".utf8

    /// As HTTP/2 has them, which is spoken over TLS alone.
    static let pairs = (fields + [stayingSecure]).map { ($0.name.canonicalName, $0.value) }

    /// Adds what an answer does not say yet.
    static func complete(_ headers: inout HTTPFields) {
        for field in all where headers[field.name] == nil {
            headers[field.name] = field.value
        }
    }
}
