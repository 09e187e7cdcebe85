internal import Console
internal import PlaybackAudit
internal import Recordings
internal import Registry
internal import WebServices

/// What the service answers to.
extension PlaybackService {
    /// What is said of every endpoint: which addresses there are, and who may ask them.
    package var endpoints: [EndpointDeclaration] {
        endpoints(access: access, webServices: webServices).map(\.declaration)
    }

    var webServices: WebServicesEndpoint {
        WebServicesEndpoint(
            registry: registry,
            isFeatureEnabled: configuration.isFeatureEnabled,
            keeper: accesses,
            logger: logger,
            now: now
        )
    }

    /// Secure where browsers reach the console through https.
    var cookie: SessionCookie {
        SessionCookie(isSecure: certificate != nil || configuration.publicBaseURL.hasPrefix("https:"))
    }

    /// Every endpoint, described by the last.
    func endpoints(access: AudioAccess, webServices: WebServicesEndpoint) -> [Endpoint] {
        let all =
            playing(access) + asking + administration + health + forDubber + console
            + WebServicesRoute(endpoint: webServices, lane: lanes.xml, own: own).endpoints
        return all + [OpenAPIRoute(describing: all.map(\.declaration)).endpoint]
    }

    private func playing(_ access: AudioAccess) -> [Endpoint] {
        let audio = AudioRoute(
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
        let peaks = PeaksRoute(
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
        return audio.endpoints + peaks.endpoints
    }

    private var asking: [Endpoint] {
        let finder = AvailabilityFinder(
            registry: registry,
            resolver: resolver,
            provider: provider,
            cache: cache,
            signer: signer,
            counters: live.counters,
            now: now
        )
        let availability = AvailabilityRoute(
            finder: finder,
            maximumSegments: configuration.maximumSegments,
            answers: answers,
            metrics: metrics,
            lane: lanes.rows
        )
        let debug = DebugRoutes(
            explainer: explainer,
            cache: cache,
            waveforms: waveforms,
            lane: lanes.figures
        )
        let test = ConnectionTestRoute(registry: registry, tester: dubber.provider, now: now)
        let typed = TypedConnectionTestRoute(route: test)
        return [availability.endpoint] + debug.endpoints + [test.endpoint, typed.endpoint]
    }

    private var administration: [Endpoint] {
        let active = ActiveEntries(registry: registry, counters: metrics.counters)
        let live = LiveRoute(
            board: live,
            entries: active,
            registry: registry,
            provider: provider,
            cache: cache,
            lane: lanes.figures,
            startedAt: now(),
            now: now
        )
        let metrics = MetricsRoute(
            metrics: metrics,
            provider: provider,
            cache: cache,
            audit: audit,
            client: client,
            connections: connections,
            isOpen: configuration.areMetricsOpen,
            entries: active,
            lane: lanes.figures,
            now: now
        )
        return RegistryListRoutes(registry: registry, lane: lanes.lists).endpoints
            + RegistryObjectRoutes(registry: registry, lane: lanes.lists, guids: GUIDSource(now: now()), now: now)
            .endpoints
            + RegistryChangesRoute(registry: registry, lane: lanes.lists, now: now).endpoints
            + [
                live.endpoint, CacheRoute(cache: cache, registry: registry, lane: lanes.lists).endpoint,
                metrics.endpoint,
            ] + insight
    }

    /// Tokens, keys, and the two audits.
    private var insight: [Endpoint] {
        let calls = CallRecordings(
            registry: registry,
            provider: dubber.provider,
            days: configuration.audit.retentionDays,
            now: now
        )
        let keys = KeysRoute(
            registry: registry,
            watch: keyWatch,
            hooks: hookKeys,
            configuration: configuration,
            lane: lanes.lists,
            now: now
        )
        return TokensRoute(registry: registry, uses: tokenUses, lane: lanes.lists, now: now).endpoints + keys.endpoints
            + [
                AuditRoute(audit: audit, registry: registry, calls: calls, lane: lanes.audit).endpoint,
                AuditChangesRoute(registry: registry, lane: lanes.audit).endpoint,
            ]
    }

    private var health: [Endpoint] { HealthRoutes(readiness: readiness, stopping: stopping).endpoints }

    private var forDubber: [Endpoint] {
        HookRoute(registry: registry, dubber: dubber.provider, keys: hookKeys, work: hookWork).endpoints
    }

    private var console: [Endpoint] {
        let pages = ConsolePages()
        let desk = SignInDesk(registry: registry, sessions: sessions, accesses: accesses, now: now)
        let routes = ConsoleRoutes(
            pages: pages,
            session: ConsoleSession(
                desk: desk,
                cookie: cookie,
                offers: demonstration?.offers ?? [],
                providerLabel: openIDConnect?.settings.label
            ),
            calls: ConsoleCalls(pages: pages, registry: registry, list: demonstration?.calls),
            connect: openIDConnect.map { OpenIDConnectRoutes(connect: $0, desk: desk, cookie: cookie) }
        )
        return routes.endpoints
    }
}
