import DequeModule

/// Those who wait for the same places, in the order in which they have their turn; pure.
struct AdmissionLine<ID: Hashable> {
    /// A place in the line.
    struct Ticket: Hashable {
        /// Rises with every ticket.
        let number: Int
        let isNeeded: Bool
    }

    private typealias Queue = Deque<(number: Int, id: ID)>

    /// What somebody waits for.
    private var needed = Queue()
    /// What is only to be fetched ahead.
    private var ahead = Queue()

    /// Who has the next turn.
    var first: (id: ID, number: Int, isNeeded: Bool)? {
        if let next = needed.first { return (next.id, next.number, true) }
        return ahead.first.map { ($0.id, $0.number, false) }
    }

    /// Puts someone at the end, with a ticket that is younger than all before.
    mutating func add(_ id: ID, _ ticket: Ticket) {
        if ticket.isNeeded { needed.append((ticket.number, id)) } else { ahead.append((ticket.number, id)) }
    }

    /// Takes out whoever has the ticket.
    mutating func remove(_ ticket: Ticket) {
        if ticket.isNeeded { Self.remove(ticket.number, of: &needed) } else { Self.remove(ticket.number, of: &ahead) }
    }

    private static func remove(_ number: Int, of queue: inout Queue) {
        var (low, high) = (0, queue.count)
        while low < high {
            let middle = (low + high) / 2
            if queue[middle].number < number { low = middle + 1 } else { high = middle }
        }
        if low < queue.count, queue[low].number == number { queue.remove(at: low) }
    }
}
