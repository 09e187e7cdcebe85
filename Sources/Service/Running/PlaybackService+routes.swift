internal import Hummingbird
internal import WebServices

/// The way of a request to what answers it.
extension PlaybackService {
    var access: AudioAccess {
        AudioAccess(
            registry: registry,
            resolver: resolver,
            signer: signer,
            grace: PlaybackGrace(graceSeconds: configuration.graceSeconds),
            rights: rights,
            now: now
        )
    }

    var own: OwnOrigin {
        OwnOrigin(publicBaseURL: configuration.publicBaseURL, isSecure: certificate != nil, settings: settings)
    }

    func router(access: AudioAccess) -> Router<ServiceRequestContext> {
        let webServices = webServices
        let endpoints = endpoints(access: access, webServices: webServices)
        let router = Router(context: ServiceRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CrossOriginMiddleware(settings: settings))
        router.add(middleware: ClientAddressMiddleware(settings: settings))
        router.add(
            middleware: RequestMiddleware(
                logger: logger,
                counters: live.counters,
                metrics: metrics,
                isSecure: certificate != nil
            )
        )
        router.add(middleware: MemoryMiddleware(limit: memory))
        router.add(middleware: MethodMiddleware(paths: KnownPaths(endpoints.map(\.declaration))))
        router.add(
            middleware: RequesterMiddleware(
                registry: registry,
                sessions: sessions,
                cookie: cookie,
                rates: RequestRates(settings: settings, now: now),
                own: own,
                uses: tokenUses,
                now: now
            )
        )
        let longestPage = AvailabilityRequest.maximumBodyBytes(maximumSegments: configuration.maximumSegments)
        let longest = max(longestPage, webServices.limits.bodyBytes, RegistryChangesRoute.maximumBodyBytes)
        router.add(middleware: BodyMiddleware(maximumBytes: longest))
        router.add(endpoints, own: own)
        return router
    }
}
