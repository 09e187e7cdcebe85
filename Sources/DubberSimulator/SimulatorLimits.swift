import Synchronization

/// The limits and manners that may be changed while the simulator runs.
final class SimulatorLimits: Sendable {
    let quotas: KeyQuotas
    private let inclusive: Mutex<Bool>

    init(quotas: KeyQuotas, cursorsAreInclusive: Bool) {
        self.quotas = quotas
        inclusive = Mutex(cursorsAreInclusive)
    }

    /// Whether a page includes the recording that its cursor names.
    var cursorsAreInclusive: Bool {
        get { inclusive.withLock { $0 } }
        set { inclusive.withLock { $0 = newValue } }
    }
}
