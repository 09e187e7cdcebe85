internal import DequeModule
internal import Foundation

/// Session ids that may not be signed in on any more, remembered for as long as they could be otherwise; at most so many, the oldest go first.
struct SpentSessions {
    private let maximumCount: Int
    private let lifetimeSeconds: TimeInterval
    private var ids: Set<String> = []
    private var order: Deque<(id: String, until: Date)> = []

    init(maximumCount: Int, lifetimeSeconds: TimeInterval) {
        self.maximumCount = maximumCount
        self.lifetimeSeconds = lifetimeSeconds
    }

    var count: Int { ids.count }

    /// Whether another one would push out one that could still be signed in on.
    mutating func isFull(now: Date) -> Bool {
        forget(now)
        return ids.count >= maximumCount
    }

    func contains(_ id: String) -> Bool {
        ids.contains(id)
    }

    mutating func add(_ id: String, now: Date) {
        forget(now)
        guard ids.insert(id).inserted else { return }
        order.append((id, now.addingTimeInterval(lifetimeSeconds)))
        while ids.count > maximumCount, let oldest = order.popFirst() { ids.remove(oldest.id) }
    }

    private mutating func forget(_ now: Date) {
        while let oldest = order.first, oldest.until <= now {
            order.removeFirst()
            ids.remove(oldest.id)
        }
    }
}
