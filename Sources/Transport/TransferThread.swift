import Glibc
internal import Logging

/// Starts the thread that a ``TransferLoop`` runs on.
enum TransferThread {
    /// What the thread is started with; the loop itself is made on the thread and never leaves it.
    private final class Start: Sendable {
        let multi: MultiHandle
        let inbox: TransferInbox
        let configuration: HTTPClientConfiguration
        let gauges: TransferGauges
        let logger: Logger

        init(
            multi: MultiHandle,
            inbox: TransferInbox,
            configuration: HTTPClientConfiguration,
            gauges: TransferGauges,
            logger: Logger
        ) {
            self.multi = multi
            self.inbox = inbox
            self.configuration = configuration
            self.gauges = gauges
            self.logger = logger
        }

        func run() {
            TransferLoop(multi: multi, inbox: inbox, configuration: configuration, gauges: gauges, logger: logger).run()
        }
    }

    /// The thread ends when the inbox is told to stop; it keeps what it is given until then.
    ///
    /// - Throws: ``TransportError/overloaded`` when the system has no thread to give.
    static func start(
        multi: MultiHandle,
        inbox: TransferInbox,
        configuration: HTTPClientConfiguration,
        gauges: TransferGauges,
        logger: Logger
    ) throws(TransportError) {
        let start = Unmanaged.passRetained(
            Start(multi: multi, inbox: inbox, configuration: configuration, gauges: gauges, logger: logger)
        )
        var thread = pthread_t()
        let failure = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument {
                    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            start.toOpaque()
        )
        guard failure == 0 else {
            start.release()
            throw .overloaded
        }
        pthread_detach(thread)
    }
}
