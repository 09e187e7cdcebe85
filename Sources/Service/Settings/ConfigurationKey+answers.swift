/// What is answered, to how many.
extension ConfigurationKey {
    static let features: [ConfigurationKey] = [
        onOff(
            "features.callRecordingIntegration",
            \.isFeatureEnabled,
            .restart,
            "The licence switch of call recording: off means no playback at all."
        )
    ]

    static let playback: [ConfigurationKey] = [
        number(
            "playback.urlLifetimeSeconds",
            \.urlLifetimeSeconds,
            10...86_400,
            .restart,
            "How long an audio URL works."
        ),
        number(
            "playback.graceSeconds",
            \.graceSeconds,
            0...604_800,
            .restart,
            "How much longer it works for a playback that began before it expired."
        ),
        number(
            "playback.maxPerUser",
            \.maximumPlaybacksPerUser,
            0...1_000_000,
            .reload,
            """
            Audio answers under way for one user, or one administrator's token; more are answered 429. 0 for no \
            limit.
            """
        ),
        number(
            "playback.maxPerURL",
            \.maximumPlaybacksPerURL,
            0...1_000_000,
            .reload,
            """
            Of them those by one URL, so that one that leaked does not take them all; 0 for half of the user's, at \
            least two.
            """
        ),
        number(
            "playback.maxPerAddress",
            \.maximumPlaybacksPerAddress,
            0...1_000_000,
            .reload,
            """
            Audio answers under way to one address, proxies' excepted; more are answered 429. 0 for no limit besides \
            http.maxConnectionsPerAddress: many listeners may share one.
            """
        ),
        number(
            "playback.stallSeconds",
            \.stallSeconds,
            1...86_400,
            .reload,
            """
            An answer of which the listener took nothing for so long is not counted until it goes on.
            """
        ),
        number(
            "playback.maxPauseSeconds",
            \.maximumPauseSeconds,
            1...604_800,
            .reload,
            "A listener who takes nothing for so long has left: the connection is closed."
        ),
    ]

    static let availability: [ConfigurationKey] = [
        number(
            "availability.maxRequests",
            \.maximumAvailabilityRequests,
            1...1_000_000,
            .reload,
            "Requests that are answered at once."
        ),
        number(
            "availability.maxRequestsPerToken",
            \.maximumAvailabilityRequestsPerToken,
            0...1_000_000,
            .reload,
            "Of them those of one token; 0 for three quarters of all."
        ),
        number(
            "availability.maxWaitingRequests",
            \.maximumWaitingAvailabilityRequests,
            0...1_000_000,
            .reload,
            """
            Requests beyond them that wait for their turn, of which three quarters may be one token's; more are \
            answered 503.
            """
        ),
        number(
            "availability.maxWaitSeconds",
            \.maximumAvailabilityWaitSeconds,
            0...300,
            .reload,
            "How long one waits; then it is answered 503."
        ),
        number(
            "availability.stallSeconds",
            \.availabilityStallSeconds,
            1...86_400,
            .reload,
            """
            A reader of results, as lines, who takes nothing for so long has left: the connection is closed.
            """
        ),
        number(
            "availability.maximumSegments",
            \.maximumSegments,
            1...10_000,
            .restart,
            "The most rows that one request may hold."
        ),
    ]
}
