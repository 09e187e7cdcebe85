internal import Foundation
internal import Logging
internal import Synchronization

/// The ledger's memory across restarts.
extension PacedQuotaLedger {
    /// Takes over what an earlier process counted, before a key is first used.
    func recall(_ key: QuotaKey) async {
        guard store != nil, state.withLock({ $0.lanes[key] == nil }) else {
            return
        }
        let record = await attempt { try await $0.record(key) } ?? nil
        take(record, for: key)
    }

    func keep(_ purpose: QuotaPurpose, of key: QuotaKey) async {
        let now = now()
        take(await attempt { try await $0.add(purpose, to: key, at: now) }, for: key)
    }

    private func take(_ record: QuotaRecord?, for key: QuotaKey) {
        guard let record else {
            return
        }
        let (elapsed, now) = (pace.elapsed(), now())
        withLane(key) { $0.take(record, elapsed: elapsed, now: now) }
    }

    func attempt<Answer: Sendable>(_ work: (any QuotaStore) async throws -> Answer) async -> Answer? {
        guard let store else {
            return nil
        }
        do {
            let answer = try await work(store)
            state.withLock { $0.isStoreFailing = false }
            return answer
        } catch {
            let isNew = state.withLock { state in
                defer { state.isStoreFailing = true }
                return !state.isStoreFailing
            }
            if isNew {
                logger.error("quota cannot be kept, counting in memory", metadata: ["problem": "\(error)"])
            }
            return nil
        }
    }
}
