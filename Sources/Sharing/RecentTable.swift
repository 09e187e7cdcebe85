internal import Synchronization

/// A bounded table in memory that forgets what was used longest ago.
package final class RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var clock = 0
        var entries: [Key: (value: Value, usedAt: Int)] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    package init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// In no order.
    package var keys: [Key] {
        state.withLock { Array($0.entries.keys) }
    }

    package subscript(key: Key) -> Value? {
        get {
            state.withLock { state in
                state.clock += 1
                state.entries[key]?.usedAt = state.clock
                return state.entries[key]?.value
            }
        }
        set {
            update(key) { $0 = newValue }
        }
    }

    /// Changes one entry in place; setting it to `nil` removes it.
    package func update<Answer: Sendable>(_ key: Key, _ change: (inout Value?) -> Answer) -> Answer {
        state.withLock { state in
            var value = state.entries[key]?.value
            let answer = change(&value)
            state.clock += 1
            state.entries[key] = value.map { ($0, state.clock) }
            if state.entries.count > capacity {
                Self.forgetOldest(&state, keeping: capacity)
            }
            return answer
        }
    }

    package func updateAll(_ change: (inout Value) -> Void) {
        state.withLock { state in
            for key in state.entries.keys {
                if var entry = state.entries[key] {
                    change(&entry.value)
                    state.entries[key] = entry
                }
            }
        }
    }

    package func removeAll(where isMeant: (Key, Value) -> Bool) {
        state.withLock { state in
            state.entries = state.entries.filter { !isMeant($0.key, $0.value.value) }
        }
    }

    /// Forgets a tenth at once, so that a full table is not sorted at every insertion.
    private static func forgetOldest(_ state: inout State, keeping capacity: Int) {
        let kept = max(1, capacity - capacity / 10)
        let cut = state.entries.values.map(\.usedAt).sorted(by: >)[kept - 1]
        state.entries = state.entries.filter { $0.value.usedAt >= cut }
    }
}
