internal import Synchronization

/// The settings that may change while the service runs, as they are now.
final class RunningSettings: Sendable {
    /// One set of them, always replaced as a whole.
    struct Values: Sendable {
        let crossOrigin: CrossOriginRules
        let limits: ServiceLimits

        init(_ configuration: ServiceConfiguration) {
            crossOrigin = CrossOriginRules(allowedOrigins: configuration.allowedOrigins)
            limits = ServiceLimits(configuration)
        }
    }

    private struct Held {
        var configuration: ServiceConfiguration
        var values: Values
    }

    private let held: Mutex<Held>
    private let replacements = Atomic<UInt64>(0)

    init(_ configuration: ServiceConfiguration) {
        held = Mutex(Held(configuration: configuration, values: Values(configuration)))
    }

    var values: Values { held.withLock { $0.values } }

    /// What the values were made from.
    var configuration: ServiceConfiguration { held.withLock { $0.configuration } }

    /// Grows when the settings change.
    var generation: UInt64 { replacements.load(ordering: .acquiring) }

    func replace(with configuration: ServiceConfiguration) {
        let values = Values(configuration)
        held.withLock { $0 = Held(configuration: configuration, values: values) }
        replacements.add(1, ordering: .releasing)
    }
}
