internal import Recordings
internal import Synchronization

/// Searches that go on after the requests which began them were answered: one for each account, for all rows that wait for it.
///
/// Owns their tasks: they end when every row is reached, when nothing may be asked any more, with their entry, or at ``shutDown()``.
final class ListSearches: Sendable {
    private struct Search: Sendable {
        let number: Int
        var task: Task<Void, Never>?
        var sought: [CallSegment: Int] = [:]
        var joining: [SegmentWant] = []
    }

    private struct State: Sendable {
        var lastNumber = 0
        var isClosed = false
        var byAccount: [IndexKey: Search] = [:]
    }

    private let maximumRows: Int
    private let state = Mutex(State())

    /// Searches for at most so many rows of each account.
    init(maximumRows: Int) {
        self.maximumRows = maximumRows
    }

    func isUnderWay(_ peer: DubberPeer) -> Bool {
        state.withLock { $0.byAccount[peer.indexKey] != nil }
    }

    /// Adds rows to an account's search, and begins it where there is none.
    func goOn(_ wants: [SegmentWant], peer: DubberPeer, search: HostSearch) {
        guard !wants.isEmpty else {
            return
        }
        let key = peer.indexKey
        state.withLock { state in
            guard !state.isClosed else {
                return
            }
            state.lastNumber += 1
            let number = state.byAccount[key]?.number ?? state.lastNumber
            var under = state.byAccount[key] ?? Search(number: number)
            for want in wants where under.sought[want.segment] == nil && under.sought.count < maximumRows {
                state.lastNumber += 1
                under.sought[want.segment] = state.lastNumber
                under.joining.append(want.numbered(state.lastNumber))
            }
            if under.task == nil {
                under.task = Task {
                    await search.search({ self.joining(key, number: number) }, peer: peer)
                    self.end(key, number: number)
                }
            }
            state.byAccount[key] = under
        }
    }

    /// A row is reached.
    func leave(_ want: SegmentWant, peer: DubberPeer) {
        state.withLock { state in
            if state.byAccount[peer.indexKey]?.sought[want.segment] == want.index {
                state.byAccount[peer.indexKey]?.sought[want.segment] = nil
            }
        }
    }

    func forget(_ entry: CallRecIntGUID) {
        let ended = state.withLock { state in
            let ended = state.byAccount.filter { $0.key.entry == entry }
            state.byAccount = state.byAccount.filter { $0.key.entry != entry }
            return ended
        }
        ended.values.forEach { $0.task?.cancel() }
    }

    /// Waits until all that are under way have ended.
    func end() async {
        for task in state.withLock({ $0.byAccount.values.compactMap(\.task) }) { await task.value }
    }

    /// Ends all, and waits until they have ended.
    func shutDown() async {
        let ended = state.withLock { state in
            state.isClosed = true
            defer { state.byAccount = [:] }
            return state.byAccount.values.compactMap(\.task)
        }
        ended.forEach { $0.cancel() }
        for task in ended { await task.value }
    }

    private func joining(_ key: IndexKey, number: Int) -> [SegmentWant] {
        state.withLock { state in
            guard state.byAccount[key]?.number == number else {
                return []
            }
            defer { state.byAccount[key]?.joining = [] }
            return state.byAccount[key]?.joining ?? []
        }
    }

    private func end(_ key: IndexKey, number: Int) {
        state.withLock { state in
            if state.byAccount[key]?.number == number { state.byAccount[key] = nil }
        }
    }
}
