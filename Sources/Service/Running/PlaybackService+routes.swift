internal import Console
internal import Hummingbird
internal import Recordings
internal import Registry
internal import WebServices

/// What the service answers to.
extension PlaybackService {
    /// Every route, such as `GET /v1/audio/{entry}/{recording}`.
    package var routes: [String] {
        router(access: access).routes.map { route in
            let path = route.path.description.split(separator: "/").map {
                $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0
            }
            return "\(route.method) /\(path.joined(separator: "/"))"
        }
    }

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

    func router(access: AudioAccess) -> Router<ServiceRequestContext> {
        let finder = AvailabilityFinder(
            registry: registry,
            resolver: resolver,
            provider: provider,
            cache: cache,
            signer: signer,
            counters: live.counters,
            now: now
        )
        let router = Router(context: ServiceRequestContext.self, options: .autoGenerateHeadEndpoints)
        let known = KnownRoutes()
        let own = OwnOrigin(
            publicBaseURL: configuration.publicBaseURL,
            isSecure: certificate != nil,
            settings: settings
        )
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
        router.add(middleware: MethodMiddleware(routes: known))
        router.add(
            middleware: BearerMiddleware(
                registry: registry,
                rates: RequestRates(settings: settings, now: now),
                own: own
            )
        )
        let webServices = WebServicesEndpoint(
            registry: registry,
            isFeatureEnabled: configuration.isFeatureEnabled,
            logger: logger,
            now: now
        )
        let longestPage = AvailabilityRequest.maximumBodyBytes(maximumSegments: configuration.maximumSegments)
        router.add(middleware: BodyMiddleware(maximumBytes: max(longestPage, webServices.limits.bodyBytes)))
        AvailabilityRoute(
            finder: finder,
            maximumSegments: configuration.maximumSegments,
            answers: answers,
            metrics: metrics,
            lane: lanes.rows
        )
        .add(to: router)
        AudioRoute(
            access: access,
            provider: provider,
            cache: cache,
            answers: answers,
            audit: audit,
            metrics: metrics,
            maximumAgeSeconds: configuration.urlLifetimeSeconds,
            counters: live.counters,
            now: now
        )
        .add(to: router)
        PeaksRoute(
            access: access,
            provider: provider,
            cache: cache,
            waveforms: waveforms,
            audit: audit,
            metrics: metrics,
            lane: lanes.peaks,
            maximumAgeSeconds: configuration.urlLifetimeSeconds,
            now: now
        )
        .add(to: router)
        DebugRoutes(explainer: explainer, cache: cache, waveforms: waveforms, order: order, lane: lanes.figures)
            .add(to: router)
        ConnectionTestRoute(registry: registry, tester: dubber.provider, now: now).add(to: router)
        RegistryListRoutes(registry: registry, order: order, lane: lanes.lists).add(to: router)
        LiveRoute(
            board: live,
            hosts: LiveHosts(registry: registry, provider: provider),
            provider: provider,
            cache: cache,
            lane: lanes.figures,
            startedAt: now(),
            now: now
        )
        .add(to: router)
        CacheRoute(cache: cache, registry: registry, lane: lanes.lists).add(to: router)
        AuditRoute(audit: audit, lane: lanes.audit).add(to: router)
        OpenAPIRoute().add(to: router)
        MetricsRoute(
            metrics: metrics,
            registry: registry,
            provider: provider,
            cache: cache,
            audit: audit,
            client: client,
            connections: connections,
            isOpen: configuration.areMetricsOpen,
            order: order,
            lane: lanes.figures
        )
        .add(to: router)
        HealthRoutes(readiness: readiness, stopping: stopping).add(to: router)
        HookRoute(registry: registry, dubber: dubber.provider, keys: hookKeys, work: hookWork).add(to: router)
        let pages = ConsolePages()
        ConsoleRoutes(
            pages: pages,
            session: ConsoleSession(
                registry: registry,
                offers: demonstration?.offers ?? [],
                isSecure: certificate != nil || configuration.publicBaseURL.hasPrefix("https:"),
                own: own
            ),
            calls: ConsoleCalls(pages: pages, registry: registry, list: demonstration?.calls)
        )
        .add(to: router)
        WebServicesRoute(
            endpoint: webServices,
            lane: lanes.xml,
            own: own
        )
        .add(to: router)
        known.learn(router)
        return router
    }
}
