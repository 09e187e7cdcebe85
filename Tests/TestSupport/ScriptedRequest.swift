/// A request as the provider received it.
package struct ScriptedRequest: Sendable {
    package let method: String
    /// Path and query exactly as they came.
    package let target: String
    package let headers: ScriptedHeaders
    package let body: [UInt8]
    /// Counts the connections accepted, from 1: two requests with the same number came over the same connection.
    package let connection: Int

    package init(method: String, target: String, headers: ScriptedHeaders, body: [UInt8], connection: Int) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.connection = connection
    }

    /// The target up to the question mark, as it came.
    package var path: String {
        String(target.prefix { $0 != "?" })
    }

    /// What follows the question mark, as it came; empty without one.
    package var query: String {
        String(target.drop { $0 != "?" }.dropFirst())
    }

    package var bodyText: String {
        String(decoding: body, as: UTF8.self)
    }

    /// The first value of a query field as it came, not percent-decoded; `nil` when the field is absent.
    package func queryValue(_ name: String) -> String? {
        for field in query.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0] == name {
                return parts.count > 1 ? String(parts[1]) : ""
            }
        }
        return nil
    }
}

/// Header fields in the order they came, looked up without regard to case.
package struct ScriptedHeaders: Sendable {
    package let fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)]) {
        self.fields = fields
    }

    /// The first value of a field.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
