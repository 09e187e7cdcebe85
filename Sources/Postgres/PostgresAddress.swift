internal import CPostgres
internal import Glibc

/// Where a server is, and as whom it is asked: a URL as libpq reads it, `postgresql://user@host1,host2/database?sslmode=verify-full`.
///
/// What the URL does not say is set so that a wrong server is told from a right one, and a silent one from a slow one.
package struct PostgresAddress: Sendable {
    /// Of each of several hosts; libpq takes whole seconds, of which two is the fewest.
    static let connectSeconds = 2
    /// For bytes that nobody acknowledges.
    static let unacknowledgedMilliseconds = 5_000

    /// libpq's keywords with their values, a password perhaps among them.
    let parameters: [String: String]
    /// Hosts without what is secret, for messages.
    package let description: String

    /// Reads a URL.
    ///
    /// - Parameter url: begins with `postgresql://` or `postgres://`.
    /// - Throws: `unsuitable`, which says what is wrong and never a password.
    package init(url: String) throws(PostgresFailure) {
        guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") else {
            throw .unsuitable(problem: "the address of a PostgreSQL database begins with postgresql://")
        }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            // libpq's words repeat the part that it does not understand, which may be a password.
            PQfreemem(message)
            throw .unsuitable(
                problem: "the address is no URL such as postgresql://user@host/database?sslmode=verify-full; "
                    + "percent-encode what is special in a password"
            )
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        let hosts = parameters["host"] ?? parameters["hostaddr"] ?? ""
        let defaults = [
            "connect_timeout": "\(Self.connectSeconds)",
            "tcp_user_timeout": "\(Self.unacknowledgedMilliseconds)",
            "target_session_attrs": "read-write",
            "application_name": "playback-resolver",
            "client_encoding": "UTF8",
            "sslmode": Self.isNear(hosts) ? "prefer" : "verify-full",
        ]
        self.parameters = parameters.merging(defaults) { given, _ in given }
        let ports = Self.list(parameters["port"])
        let places = Self.list(hosts).enumerated().map { place, host in
            let port = place < ports.count ? ports[place] : ports.last ?? ""
            return (host.isEmpty ? "the local server" : host) + (port.isEmpty ? "" : ":\(port)")
        }
        description = "\(places.joined(separator: ","))/\(parameters["dbname"] ?? parameters["user"] ?? "")"
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether no byte leaves the machine: then a certificate that names it is rare.
    private static func isNear(_ hosts: String) -> Bool {
        hosts.split(separator: ",").allSatisfy { host in
            host.hasPrefix("/") || host.hasPrefix("@") || ["localhost", "127.0.0.1", "::1"].contains(host)
        }
    }
}
