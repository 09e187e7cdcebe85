import Foundation
import Synchronization

/// The quotas of all keys; a key is a client id in a region.
package final class KeyQuotas: Sendable {
    private struct Key: Hashable {
        let region: String
        let clientID: String
    }

    private struct State {
        var rules: QuotaRules
        var quotas: [Key: KeyQuota] = [:]
    }

    private let state: Mutex<State>

    package init(rules: QuotaRules) {
        state = Mutex(State(rules: rules))
    }

    /// The rules for all keys; may be changed while the simulator runs.
    package var rules: QuotaRules {
        get { state.withLock { $0.rules } }
        set { state.withLock { $0.rules = newValue } }
    }

    /// Forgets what all keys have used up, as the provider does at its day's end.
    package func reset() {
        state.withLock { $0.quotas = [:] }
    }

    /// What a key has used up.
    package func used(region: String, clientID: String) -> KeyQuota {
        state.withLock { $0.quotas[Key(region: region, clientID: clientID)] ?? KeyQuota() }
    }

    func takeRequest(region: String, clientID: String, now: Date) -> KeyQuota.Verdict {
        state.withLock { state in
            state.quotas[Key(region: region, clientID: clientID), default: KeyQuota()]
                .takeRequest(now: now, rules: state.rules)
        }
    }

    func takeTokenRequest(region: String, clientID: String, now: Date) -> KeyQuota.Verdict {
        state.withLock { state in
            state.quotas[Key(region: region, clientID: clientID), default: KeyQuota()]
                .takeTokenRequest(now: now, rules: state.rules)
        }
    }
}
