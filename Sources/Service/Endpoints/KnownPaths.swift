internal import HTTPTypes

/// Which methods each path has, as `Allow` names them.
struct KnownPaths: Sendable {
    /// In the order in which `Allow` names them.
    private static let order: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    private let paths: [(segments: [Substring], allowed: String)]
    /// Of the service as a whole.
    let allowed: String

    init(_ endpoints: [EndpointDeclaration]) {
        // In this order braces come last, so that a path without variable parts goes before one that it would fit too.
        paths = Dictionary(grouping: endpoints, by: \.path).sorted { $0.key < $1.key }.map { path, endpoints in
            (Self.segments(path), Self.allowed(endpoints.map(\.method)))
        }
        allowed = Self.allowed(endpoints.map(\.method))
    }

    /// The value of `Allow`.
    ///
    /// - Parameter path: without a query.
    /// - Returns: `nil` where there is nothing at all.
    func allowed(at path: String) -> String? {
        let asked = Self.segments(path)
        return paths.first { Self.fits($0.segments, asked) }?.allowed
    }

    /// The value of `Allow` where there are some methods: `HEAD` is wherever `GET` is, and `OPTIONS` everywhere.
    static func allowed(_ methods: [HTTPRequest.Method]) -> String {
        let all = methods + [.options] + (methods.contains(.get) ? [.head] : [])
        return order.filter { all.contains($0) }.map(\.rawValue).joined(separator: ", ")
    }

    private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }

    private static func fits(_ declared: [Substring], _ asked: [Substring]) -> Bool {
        declared.count == asked.count && zip(declared, asked).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
}
