internal import Foundation
internal import Logging
internal import Synchronization
internal import Transport

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

    private enum Payment {
        /// By a start that was prepaid.
        case done
        /// One is being prepaid, perhaps for this request.
        case underWay(Task<Void, Never>)
        case due
    }

    /// Has a start counted in the store before its request is made: a crash may count one too many, never one too few.
    ///
    /// The next start of a key is prepaid while a request is on its way, so that a listener need not wait for the disk first.
    func pay(_ purpose: QuotaPurpose, of key: QuotaKey) async {
        guard store != nil else { return }
        let now = now()
        while true {
            switch purpose == .api ? state.withLock({ payment(of: key, now: now, &$0) }) : .due {
            case .done:
                return
            case .underWay(let prepayment):
                await prepayment.value
            case .due:
                let record = await attempt { try await $0.add(purpose, to: key, at: now) }
                take(record, for: key)
                if record != nil, purpose == .api { state.withLock { prepay(key, at: now, &$0) } }
                return
            }
        }
    }

    /// Has a start counted as a search's as well.
    func countSearch(of key: QuotaKey) async {
        let day = QuotaLane.day(of: now())
        _ = await attempt { try await $0.addSearch(to: key, day: day) }
    }

    private func payment(of key: QuotaKey, now: Date, _ state: inout State) -> Payment {
        if let prepayment = state.prepayments[key] { return .underWay(prepayment) }
        guard let day = state.prepaid.removeValue(forKey: key), day == QuotaLane.day(of: now) else { return .due }
        prepay(key, at: now, &state)
        return .done
    }

    /// Begins to prepay a key's next start; `start` is the latest.
    private func prepay(_ key: QuotaKey, at start: Date, _ state: inout State) {
        guard state.prepayments[key] == nil, state.prepaid[key] == nil, !state.isClosed else { return }
        // Owned by the ledger, which waits for it when it is closed.
        state.prepayments[key] = Task {
            let record = await self.attempt { try await $0.add(.api, to: key, at: start) }
            self.state.withLock { state in
                state.prepayments[key] = nil
                if record != nil { state.prepaid[key] = QuotaLane.day(of: start) }
            }
            self.take(record, for: key)
        }
    }

    /// Gives back what was prepaid; starts after this are paid as they come.
    package func close() async {
        let prepayments = state.withLock { state in
            state.isClosed = true
            return Array(state.prepayments.values)
        }
        for prepayment in prepayments { await prepayment.value }
        let prepaid = state.withLock { state in
            defer { state.prepaid = [:] }
            return state.prepaid
        }
        for (key, day) in prepaid { await attempt { try await $0.giveBack(key, day: day) } }
    }

    private func take(_ record: QuotaRecord?, for key: QuotaKey) {
        guard let record else {
            return
        }
        let (elapsed, now) = (pace.elapsed(), now())
        // What is prepaid is not spent yet.
        let isPrepaid = state.withLock { $0.prepaid[key] == record.day }
        withLane(key) { $0.take(isPrepaid ? record.withoutOne : record, elapsed: elapsed, now: now) }
    }

    @discardableResult
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
