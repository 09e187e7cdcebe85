/// Where the URLs in answers lead.
struct SimulatorAddress: Hashable, Sendable {
    /// Scheme, host and port, such as `http://127.0.0.1:9000`.
    let origin: String

    /// The configured origin, or the one that the request came to.
    init(configured: String?, requestAuthority: String?) {
        origin = configured ?? "http://\(requestAuthority ?? "127.0.0.1")"
    }

    /// The URL that a region's API paths are appended to.
    func apiBase(region: String) -> String {
        "\(origin)/\(region)/v1"
    }
}
