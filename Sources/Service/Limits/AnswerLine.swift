internal import DequeModule
package import NIOCore

/// Those who wait for places among answers, in the order in which they came; pure.
///
/// Who waits for a place that only some need holds up nobody who does not.
package struct AnswerLine<Place: Hashable & Sendable>: Sendable {
    package struct Waiter: Sendable {
        package let ticket: UInt64
        package let places: Set<Place>
        /// When it has waited for as long as anybody waits for an answer.
        package let deadline: NIODeadline

        package init(ticket: UInt64, places: Set<Place>, deadline: NIODeadline) {
            self.ticket = ticket
            self.places = places
            self.deadline = deadline
        }
    }

    private var waiters: Deque<Waiter> = []
    private var counts: [Place: Int] = [:]

    package init() {}

    package var count: Int { waiters.count }

    /// Lines up whoever finds no place.
    ///
    /// - Parameters:
    ///   - waiter: a ticket rises with each.
    ///   - most: how many may wait for a place; `nil` for any number.
    /// - Returns: `false` when as many wait already as may.
    package mutating func arrive(_ waiter: Waiter, most: (Place) -> Int?) -> Bool {
        let isFull = waiter.places.contains { place in most(place).map { counts[place, default: 0] >= $0 } ?? false }
        guard !isFull else { return false }
        waiters.append(waiter)
        count(waiter, by: 1)
        return true
    }

    /// Takes out whoever waits no longer.
    ///
    /// - Returns: whether it waited.
    package mutating func leave(_ ticket: UInt64) -> Bool {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return false }
        count(waiters.remove(at: index), by: -1)
        return true
    }

    /// Takes out the first who finds room wherever it needs a place.
    package mutating func next(hasRoom: (Set<Place>) -> Bool) -> Waiter? {
        guard let index = waiters.firstIndex(where: { hasRoom($0.places) }) else { return nil }
        let waiter = waiters.remove(at: index)
        count(waiter, by: -1)
        return waiter
    }

    /// Takes out those who have waited long enough; all, where no time is given.
    package mutating func overdue(at now: NIODeadline? = nil) -> [Waiter] {
        let gone = waiters.filter { waiter in now.map { $0 >= waiter.deadline } ?? true }
        guard !gone.isEmpty else { return [] }
        waiters.removeAll { waiter in now.map { $0 >= waiter.deadline } ?? true }
        for waiter in gone { count(waiter, by: -1) }
        return Array(gone)
    }

    private mutating func count(_ waiter: Waiter, by number: Int) {
        for place in waiter.places {
            let count = counts[place, default: 0] + number
            counts[place] = count > 0 ? count : nil
        }
    }
}
