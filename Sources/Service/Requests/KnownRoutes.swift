internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Which methods each path has, for requests with another.
final class KnownRoutes: Sendable {
    /// In the order in which `Allow` names them.
    private static let order: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    private struct Route {
        let segments: [Substring]
        var methods: Set<HTTPRequest.Method>
    }

    private let routes = Mutex<[Route]>([])

    /// Takes note of every route of a router.
    func learn(_ router: Router<ServiceRequestContext>) {
        var known: [String: Route] = [:]
        for route in router.routes {
            let path = route.path.description
            known[path, default: Route(segments: Self.segments(path), methods: [.options])].methods.insert(route.method)
        }
        let all = known.values.map { route in
            var route = route
            if route.methods.contains(.get) { route.methods.insert(.head) }
            return route
        }
        routes.withLock { $0 = all }
    }

    /// The value of `Allow`.
    ///
    /// - Parameter path: without a query; `nil` for the service as a whole.
    /// - Returns: `nil` where there is nothing at all.
    func allowed(at path: String?) -> String? {
        let asked = path.map(Self.segments)
        let methods = routes.withLock { routes in
            routes.reduce(into: Set<HTTPRequest.Method>()) { methods, route in
                if asked.map({ Self.fits(route.segments, $0) }) ?? true { methods.formUnion(route.methods) }
            }
        }
        let names = Self.order.filter { methods.contains($0) }.map(\.rawValue)
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }

    private static func fits(_ route: [Substring], _ asked: [Substring]) -> Bool {
        route.count == asked.count
            && zip(route, asked).allSatisfy { $0 == $1 || $0.hasPrefix(":") || $0.hasPrefix("{") }
    }
}
