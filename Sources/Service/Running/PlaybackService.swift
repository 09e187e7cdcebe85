package import Console
internal import Dubber
package import Foundation
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import NIOPosix
package import PlaybackAudit
internal import Recordings
package import Registry
internal import Resolution
internal import ServiceLifecycle
internal import SliceCache
internal import Storage
internal import Transport
internal import WebServices

/// The whole service: opens what it keeps, puts the parts together, answers requests until it is stopped.
package final class PlaybackService: ServiceLifecycle.Service {
    package let configuration: ServiceConfiguration
    /// Held for as long as anything of the data directory is open.
    private let lock: DataDirectoryLock
    package let registry: Registry
    let client: HTTPClient
    let dubber: KeptDubber
    let keyWatch: SigningKeyWatch
    /// `nil` for plain HTTP.
    let certificate: ServerCertificate?
    let hookKeys: HookKeys
    let hookWork = HookWork()
    let cache: SliceCache
    let waveforms: WaveformMaker
    package let audit: PlaybackAudit
    package let metrics: ServiceMetrics
    let explainer: ResolutionExplainer
    let resolver: EntryResolver
    let signer: URLSigner
    let demonstration: ConsoleDemonstration?
    let settings: RunningSettings
    let logLevel = AdjustableLogHandler.Level()
    private let serverLogLevel = AdjustableLogHandler.Level()
    let sessions: SessionKeeper
    package let tokenUses: TokenUses
    /// Sessions and lockouts of the XML API, whose lockouts are the console's too.
    let accesses = AccessKeeper()
    /// Signing in by an identity provider; `nil` where none is configured.
    let openIDConnect: OpenIDConnect?
    let rights: AnswerRights
    let answers: AnswersUnderWay
    let connections: Connections
    let memory: MemoryLimit
    let logger: Logger
    let now: @Sendable () -> Date
    let stopping = StoppingFlag()
    let readiness: ReadinessProbe
    let live: LiveBoard
    let lanes = WorkLanes()
    private let onListening: @Sendable (Int) async -> Void
    /// Connections that the system keeps until they are taken, as far as `net.core.somaxconn` lets it: one more of a burst would be tried again by its
    /// peer, after a second.
    private static let waitingConnections = 4096

    /// Opens everything in the data directory, making it at the first start.
    ///
    /// - Parameters:
    ///   - configuration: every setting.
    ///   - command: what the service is called where another process is told who has the data directory.
    ///   - demonstration: what the console shows besides, in a demonstration.
    ///   - metrics: takes what is counted.
    ///   - logger: for everything that happens.
    ///   - now: the clock.
    ///   - onListening: called with the bound port once requests are accepted.
    /// - Throws: `RegistryError` or ``ServiceStartError``.
    package init(
        configuration: ServiceConfiguration,
        command: String = "serve",
        demonstration: ConsoleDemonstration? = nil,
        metrics: ServiceMetrics = ServiceMetrics(),
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        self.configuration = configuration
        let settings = RunningSettings(configuration)
        self.settings = settings
        self.demonstration = demonstration
        let logger = Logger(label: "playback-resolver") { [logLevel] _ in
            AdjustableLogHandler(PrintableLogHandler(logger.handler), level: logLevel)
        }
        memory = MemoryLimit(settings: settings, logger: logger)
        connections = Connections(settings: settings, logger: logger)
        self.metrics = metrics
        self.logger = logger
        certificate = try configuration.tlsFiles.map { try ServerCertificate($0) }
        self.now = now
        self.onListening = onListening
        openIDConnect =
            configuration.openIDConnect.isEnabled
            ? try OpenIDConnect(
                configuration.openIDConnect,
                publicBaseURL: configuration.publicBaseURL,
                logger: logger,
                now: now
            ) : nil
        let stores = Stores(configuration: configuration, logger: logger, now: now)
        lock = try stores.lock(for: command) { .directoryInUse(path: configuration.dataDirectory, holder: $0) }
        if let problem = AddressProblem.ofListening(on: configuration.host, port: configuration.port) {
            throw ServiceStartError.addressNotUsable(
                host: configuration.host,
                port: configuration.port,
                problem: problem
            )
        }
        stores.makeRoom()
        registry = try stores.registry()
        var clientConfiguration = HTTPClientConfiguration()
        clientConfiguration.egress = configuration.egress
        clientConfiguration.calls = configuration.callLimits
        clientConfiguration.audio = configuration.fetchLimits
        client = try HTTPClient(configuration: clientConfiguration, logger: logger)
        let keyFile = SigningKeyFile(directory: configuration.dataDirectory)
        let hadKeys = keyFile.exists
        let keys = try keyFile.load(now: now())
        let ring = SigningKeyRing(keys)
        keyWatch = SigningKeyWatch(file: keyFile, ring: ring, logger: logger, now: now)
        if !hadKeys {
            // Since when it signs is told by the audit.
            let author = AuditAuthor(name: AuditAuthor.serviceName, at: now())
            try await registry.noteKey(.addSigningKey, keys.current.keyID, by: author)
        }
        // Who rotates the keys announces it by the registry, so that the next request knows.
        registry.onChange { [keyWatch] _ in keyWatch.refreshIfReplaced() }
        hookKeys = HookKeys(
            // Webhooks followed from the signing key before they had a key of their own: it becomes theirs, so that they keep working.
            key: try HookKeyFile(directory: configuration.dataDirectory)
                .load(first: hadKeys ? keys.current : SigningKey()),
            prefix: configuration.publicBaseURL
        )
        signer = URLSigner(
            keys: ring,
            lifetimeSeconds: configuration.urlLifetimeSeconds,
            prefix: configuration.publicBaseURL
        )
        cache = try await stores.cache(client: client, for: registry)
        waveforms = WaveformMaker(cache: cache, settings: configuration.waveforms)
        live = LiveBoard(counters: metrics.counters, cache: cache, now: now)
        audit = try stores.audit(roomFrom: cache)
        dubber = await KeptDubber(
            configuration: configuration,
            client: client,
            metrics: metrics,
            logger: logger,
            now: now
        )
        resolver = EntryResolver(isFeatureEnabled: configuration.isFeatureEnabled)
        sessions = SessionKeeper(
            registry: registry,
            idleSeconds: { TimeInterval(60 * settings.configuration.consoleIdleMinutes) },
            now: now
        )
        tokenUses = TokenUses(registry: registry, logger: logger)
        rights = AnswerRights(
            registry: registry,
            resolver: resolver,
            signer: signer,
            sessions: sessions,
            graceSeconds: configuration.graceSeconds,
            now: now
        )
        answers = AnswersUnderWay(settings: settings, rights: rights, logger: logger)
        explainer = ResolutionExplainer(registry: registry, resolver: resolver, provider: dubber.provider, audio: cache)
        let checks = ReadinessChecks(
            registry: registry,
            cache: cache,
            checkProvider: dubber.check,
            audit: audit,
            directory: configuration.dataDirectory
        )
        readiness = ReadinessProbe { await checks.run() }
    }

    var provider: any RecordingProvider { dubber.provider }

    /// How many answers that last are under way.
    package var answersUnderWay: Int { answers.count }

    /// How many requests wait until their answers may begin.
    package var answersWaiting: Int { answers.waitingCount }

    /// Lets go of everything that was opened, the lock last.
    package func close() async {
        readiness.shutDown()
        waveforms.shutDown()
        await cache.shutDown()
        await client.shutdown()
        await openIDConnect?.shutdown()
        await dubber.close()
        audit.close()
        registry.close()
        lock.release()
    }

    /// Serves until the surrounding service group is asked to stop: what is under way finishes first.
    package func run() async throws {
        let loops = configuration.eventLoops > 0 ? configuration.eventLoops : max(1, System.coreCount / 2)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
        let watch = RegistryWatch(
            registry: registry,
            provider: provider,
            cache: cache,
            sessions: sessions,
            logger: logger
        )
        let certificateWatch = CertificateWatch(certificate: certificate, logger: logger)
        let parts = ServiceGroup(
            configuration: .init(
                services: [
                    audit, tokenUses, watch, keyWatch, certificateWatch, hookWork, live, memory, answers,
                    application(on: group),
                ],
                logger: logger
            )
        )
        let outcome: Result<Void, any Error>
        do {
            try await withGracefulShutdownHandler {
                try await parts.run()
            } onGracefulShutdown: {
                self.stopping.set()
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await close()
        try? await group.shutdownGracefully()
        try outcome.get()
    }

    private func application(on group: MultiThreadedEventLoopGroup) -> any ServiceLifecycle.Service {
        let idleTimeout = TimeAmount.seconds(Int64(configuration.idleTimeoutSeconds))
        let access = access
        let loops = AudioLoops(
            .init(
                access: access,
                provider: provider,
                cache: cache,
                counters: live.counters,
                audit: audit,
                maximumAgeSeconds: configuration.urlLifetimeSeconds,
                logger: logger,
                now: now
            ),
            answers: answers,
            settings: settings
        )
        let isListening = StoppingFlag()
        let application = Application(
            responder: PathResponder(inner: router(access: access).buildResponder()),
            server: HTTPServerBuilder { [certificate, settings, connections] responder in
                let plain = PlaybackChannel(
                    responder: responder,
                    connections: connections,
                    loops: loops,
                    settings: settings,
                    idleTimeout: idleTimeout
                )
                guard let certificate else { return plain }
                return SecureChannel(certificate: certificate, settings: settings, plain: plain)
            },
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                backlog: Self.waitingConnections
            ),
            onServerRunning: { [onListening, configuration, logger] channel in
                isListening.set()
                try? await AcceptPause.add(to: channel, logger: logger)
                await onListening(channel.localAddress?.port ?? configuration.port)
            },
            eventLoopGroupProvider: .shared(group),
            logger: quiet(logger)
        )
        return ListeningServer(
            host: configuration.host,
            port: configuration.port,
            isListening: isListening,
            onCutOff: { [serverLogLevel] in serverLogLevel.value = .critical },
            server: application
        )
    }

    /// The server's own messages, of which ours tell the useful part.
    private func quiet(_ logger: Logger) -> Logger {
        var quiet = Logger(label: "playback-resolver") { [serverLogLevel] _ in
            AdjustableLogHandler(logger.handler, level: serverLogLevel)
        }
        quiet.logLevel = .notice
        return quiet
    }
}
