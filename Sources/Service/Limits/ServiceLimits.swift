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
    /// Audio answers under way for one user, or one token, and by one URL of it; 0 for no limit.
    let playbacksPerUser: Int
    let playbacksPerURL: Int
    /// Audio answers under way to one address; 0 for no limit.
    let playbacksPerAddress: Int
    /// An answer of which nothing was taken for so long is not counted until it goes on.
    let stallSeconds: Int
    /// Audio of which nothing was taken for so long is over.
    let playbackPauseSeconds: Int
    /// The same of availability answers.
    let availabilityPauseSeconds: Int
    /// Availability requests at once, in all and of one token.
    let availabilityRequests: Int
    let availabilityRequestsPerToken: Int
    /// Availability requests that wait for a place, in all and of one token, and how long one waits.
    let waitingAvailabilityRequests: Int
    let waitingAvailabilityRequestsPerToken: Int
    let availabilityWaitSeconds: Int
    /// Memory of the process's own; 0 for a share of what there is.
    let memoryBytes: Int

    init(_ configuration: ServiceConfiguration) {
        connections = configuration.maximumConnections
        connectionsPerAddress = configuration.maximumConnectionsPerAddress
        proxyAddresses = Set(configuration.proxyAddresses.map { ForwardedAddress.canonical($0) ?? $0 })
        requestTimeoutSeconds = configuration.requestTimeoutSeconds
        requestsPerSecond = configuration.maximumRequestsPerSecond
        playbacksPerUser = configuration.maximumPlaybacksPerUser
        playbacksPerURL = Self.share(
            configuration.maximumPlaybacksPerURL,
            or: max(2, configuration.maximumPlaybacksPerUser / 2),
            of: configuration.maximumPlaybacksPerUser
        )
        playbacksPerAddress = configuration.maximumPlaybacksPerAddress
        stallSeconds = configuration.stallSeconds
        playbackPauseSeconds = configuration.maximumPauseSeconds
        availabilityPauseSeconds = configuration.availabilityStallSeconds
        availabilityRequests = configuration.maximumAvailabilityRequests
        availabilityRequestsPerToken = Self.share(
            configuration.maximumAvailabilityRequestsPerToken,
            or: Self.ownShare(of: configuration.maximumAvailabilityRequests),
            of: configuration.maximumAvailabilityRequests
        )
        waitingAvailabilityRequests = configuration.maximumWaitingAvailabilityRequests
        waitingAvailabilityRequestsPerToken = Self.ownShare(of: configuration.maximumWaitingAvailabilityRequests)
        availabilityWaitSeconds = configuration.maximumAvailabilityWaitSeconds
        memoryBytes = configuration.maximumMemoryBytes
    }

    /// What one token may have of all.
    private static func ownShare(of whole: Int) -> Int { whole == 0 ? 0 : max(1, whole * 3 / 4) }

    /// What is configured, else so much of the whole that one does not have it all.
    private static func share(_ configured: Int, or usual: Int, of whole: Int) -> Int {
        configured > 0 || whole == 0 ? configured : min(whole, usual)
    }
}

extension ServiceLimits {
    /// The most answers that a place takes; `nil` for no limit.
    func most(_ place: AnswerPlace) -> Int? {
        let most =
            switch place {
            case .user, .name: playbacksPerUser
            case .url: playbacksPerURL
            // Behind a proxy are many.
            case .address(let address): proxyAddresses.contains(address) ? 0 : playbacksPerAddress
            case .availability: availabilityRequests
            case .availabilityOf: availabilityRequestsPerToken
            }
        return most > 0 ? most : nil
    }

    /// The most that may wait for a place; `nil` for any number.
    func mostWaiting(for place: AnswerPlace) -> Int? {
        switch place {
        case .user, .name, .url, .address: nil
        case .availability: waitingAvailabilityRequests
        case .availabilityOf: waitingAvailabilityRequestsPerToken
        }
    }

    func pauseSeconds(_ kind: AnswerTerms.Kind) -> Int {
        switch kind {
        case .audio: playbackPauseSeconds
        case .availability: availabilityPauseSeconds
        }
    }
}
