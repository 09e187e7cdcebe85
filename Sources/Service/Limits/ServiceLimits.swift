/// How much is taken at once, and how long is waited for a request; may change while the service runs.
struct ServiceLimits: Sendable, Hashable {
    /// Connections at once.
    let connections: Int
    /// Connections at once from one address; 0 for no limit of its own.
    let connectionsPerAddress: Int
    /// Addresses of proxies in front, behind which are many: what counts by address does not count them.
    let proxyAddresses: Set<String>
    /// From a request's first byte to its last.
    let requestTimeoutSeconds: Int
    /// Of one token, or of one address where no token came; 0 for no limit.
    let requestsPerSecond: Int
    /// Audio answers under way for one user; 0 for no limit.
    let playbacksPerUser: Int
    /// Availability requests at once.
    let availabilityRequests: Int

    /// Memory of the process's own; 0 for a share of what there is.
    let memoryBytes: Int

    init(_ configuration: ServiceConfiguration) {
        connections = configuration.maximumConnections
        connectionsPerAddress = configuration.maximumConnectionsPerAddress
        proxyAddresses = Set(configuration.proxyAddresses.map { ForwardedAddress.canonical($0) ?? $0 })
        requestTimeoutSeconds = configuration.requestTimeoutSeconds
        requestsPerSecond = configuration.maximumRequestsPerSecond
        playbacksPerUser = configuration.maximumPlaybacksPerUser
        availabilityRequests = configuration.maximumAvailabilityRequests
        memoryBytes = configuration.maximumMemoryBytes
    }
}
