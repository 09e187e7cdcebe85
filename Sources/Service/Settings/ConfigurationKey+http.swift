/// HTTP: where is listened, and how much is taken at once.
extension ConfigurationKey {
    static let http: [ConfigurationKey] = [
        text(
            "http.host",
            \.host,
            .restart,
            "The address to listen on.",
            expectation: "a host name or address",
            isRight: { !$0.isEmpty }
        ),
        number("http.port", \.port, 0...65_535, .restart, "The port to listen on; 0 takes a free one."),
        text(
            "http.publicBaseURL",
            \.publicBaseURL,
            .restart,
            """
            Prefix of the audio URLs that availability answers give, such as https://calls.example.com; empty for \
            relative URLs.
            """,
            expectation: "empty, or a URL that begins with http:// or https:// and does not end in a slash",
            isRight: isBaseURL
        ),
        number(
            "http.eventLoops",
            \.eventLoops,
            0...256,
            .restart,
            "Threads that read and write connections; 0 takes half of the cores, at least one."
        ),
        list(
            "http.allowedOrigins",
            \.allowedOrigins,
            .reload,
            """
            Other sites' pages that may ask for audio and availability by script: their origins, such as \
            https://reports.example.com.
            """,
            expectation:
                "a list of origins such as https://reports.example.com, in lower case, without path and usual port",
            isRight: CrossOriginRules.isOrigin
        ),
        file(
            "http.tls.certificateFile",
            \.certificateFile,
            .reloadOfTLS,
            """
            The certificate, with those that vouch for it, in PEM; empty, like the key then, for plain HTTP. Read \
            again when it changes.
            """
        ),
        file("http.tls.keyFile", \.certificateKeyFile, .reloadOfTLS, "The certificate's private key, in PEM."),
        number(
            "http.maxConnections",
            \.maximumConnections,
            1...1_000_000,
            .reload,
            "Connections at once; more are answered 503."
        ),
        number(
            "http.maxConnectionsPerAddress",
            \.maximumConnectionsPerAddress,
            0...1_000_000,
            .reload,
            "Connections at once from one address; 0 for no limit of its own."
        ),
        number(
            "http.maxMemoryBytes",
            \.maximumMemoryBytes,
            0...1 << 50,
            .reload,
            """
            Memory that the process may hold for itself, files not counted; above it new requests are answered 503. \
            0 takes three quarters of what the machine, or the container, has.
            """
        ),
        list(
            "http.proxyAddresses",
            \.proxyAddresses,
            .reload,
            """
            Proxies in front of the service: they bring many listeners, so their connections do not count as one \
            address's, and whom they say in X-Forwarded-For or Forwarded that they forward for is believed, and whom \
            they announce by the PROXY protocol (version 1 or 2) at the beginning of a connection. A proxy that \
            passes its clients' bytes on as they come and announces nobody must not be listed.
            """,
            expectation: "a list of IP addresses",
            isRight: isAddress
        ),
        number(
            "http.requestTimeoutSeconds",
            \.requestTimeoutSeconds,
            1...3_600,
            .reload,
            "How long a request may take to arrive, from its first byte to its last."
        ),
        number(
            "http.maxRequestsPerSecond",
            \.maximumRequestsPerSecond,
            0...1_000_000,
            .reload,
            """
            Requests in a second of one token, or of one address where no token comes (proxies' own excepted), twice \
            as many in a burst; more are answered 429. Cached audio is not counted. 0 for no limit.
            """
        ),
        number(
            "http.idleTimeoutSeconds",
            \.idleTimeoutSeconds,
            5...3_600,
            .restart,
            """
            A connection on which nothing is asked for so long is closed, and one of whose answer nothing is taken; \
            a listener who pauses is not affected.
            """
        ),
        number(
            "http.shutdownSeconds",
            \.shutdownSeconds,
            1...300,
            .restart,
            """
            How long requests under way may take after a stop was asked for; a second signal cuts them off.
            """
        ),
    ]
}
