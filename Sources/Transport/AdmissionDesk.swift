/// Which transfers of one lane may run and which wait: in all, for each host and for each party; pure.
///
/// What somebody waits for goes before what is only fetched ahead. Then the party has the turn that has the fewest running, of several the one whose
/// last turn is longest ago, and within a party whoever came first: however many one party brings, the next place is not far for another. A host
/// or party at its limit does not hold up the others.
package struct AdmissionDesk<ID: Hashable> {
    /// What a transfer needs a place for.
    package struct Claim: Hashable, Sendable {
        package let host: String
        package let party: String
        /// Whether somebody waits for it.
        package let isNeeded: Bool

        package init(host: String, party: String, isNeeded: Bool = true) {
            self.host = host
            self.party = party
            self.isNeeded = isNeeded
        }
    }

    package enum Decision: Hashable, Sendable {
        case start
        case wait
        /// The waiting room is full.
        case refuse
    }

    /// Those who compete for the same places.
    private struct Place: Hashable {
        let host: String
        let party: String
    }

    private struct Waiting {
        let place: Place
        var ticket: AdmissionLine<ID>.Ticket
    }

    private let limits: LaneLimits
    private var running: [ID: Place] = [:]
    private var runningByHost: [String: Int] = [:]
    private var runningByParty: [String: Int] = [:]
    private var waiting: [ID: Waiting] = [:]
    private var waitingAhead = 0
    private var lines: [Place: AdmissionLine<ID>] = [:]
    /// When parties had their last turn; of those that wait.
    private var turns: [String: Int] = [:]
    private var lastNumber = 0

    package init(limits: LaneLimits) {
        self.limits = limits
    }

    package var runningCount: Int { running.count }
    package var waitingCount: Int { waiting.count }

    package mutating func arrive(_ id: ID, _ claim: Claim) -> Decision {
        let place = Place(host: claim.host, party: claim.party)
        // Nobody waits for a place where there is room.
        if hasRoom(at: place) {
            start(id, at: place)
            return .start
        }
        // What is fetched ahead leaves half of the waiting room to what is waited for.
        let isFull = claim.isNeeded ? waiting.count >= limits.waiting : waitingAhead >= limits.waiting / 2
        guard !isFull, waiting.count < limits.waiting else { return .refuse }
        waitingAhead += claim.isNeeded ? 0 : 1
        let ticket = nextTicket(isNeeded: claim.isNeeded)
        waiting[id] = Waiting(place: place, ticket: ticket)
        lines[place, default: AdmissionLine()].add(id, ticket)
        return .wait
    }

    /// Somebody waits now for what was only to be fetched ahead.
    ///
    /// - Returns: whether that changes anything.
    package mutating func hurry(_ id: ID) -> Bool {
        guard var known = waiting[id], !known.ticket.isNeeded else { return false }
        lines[known.place]?.remove(known.ticket)
        waitingAhead -= 1
        known.ticket = nextTicket(isNeeded: true)
        waiting[id] = known
        lines[known.place]?.add(id, known.ticket)
        return true
    }

    /// Takes out a transfer that has ended or gives up waiting.
    ///
    /// - Returns: those that start in its place.
    package mutating func leave(_ id: ID) -> [ID] {
        guard let place = running.removeValue(forKey: id) else {
            stopWaiting(id)
            return []
        }
        Self.count(-1, in: &runningByHost, place.host)
        Self.count(-1, in: &runningByParty, place.party)
        var started: [ID] = []
        while running.count < limits.running, let place = nextTurn(), let next = lines[place]?.first?.id {
            stopWaiting(next)
            lastNumber += 1
            if lines.keys.contains(where: { $0.party == place.party }) { turns[place.party] = lastNumber }
            start(next, at: place)
            started.append(next)
        }
        return started
    }

    private func hasRoom(at place: Place) -> Bool {
        running.count < limits.running && runningByHost[place.host, default: 0] < limits.runningPerHost
            && runningByParty[place.party, default: 0] < limits.runningPerParty
    }

    /// The place whose line has the next turn.
    private func nextTurn() -> Place? {
        var best: (place: Place, rank: (Int, Int, Int, Int))?
        for (place, line) in lines where hasRoom(at: place) {
            guard let first = line.first else { continue }
            let rank = (
                first.isNeeded ? 0 : 1, runningByParty[place.party, default: 0], turns[place.party, default: 0],
                first.number
            )
            if best.map({ rank < $0.rank }) ?? true { best = (place, rank) }
        }
        return best?.place
    }

    private mutating func start(_ id: ID, at place: Place) {
        running[id] = place
        Self.count(1, in: &runningByHost, place.host)
        Self.count(1, in: &runningByParty, place.party)
    }

    private mutating func stopWaiting(_ id: ID) {
        guard let gone = waiting.removeValue(forKey: id) else { return }
        waitingAhead -= gone.ticket.isNeeded ? 0 : 1
        lines[gone.place]?.remove(gone.ticket)
        guard lines[gone.place]?.first == nil else { return }
        lines[gone.place] = nil
        if !lines.keys.contains(where: { $0.party == gone.place.party }) { turns[gone.place.party] = nil }
    }

    private mutating func nextTicket(isNeeded: Bool) -> AdmissionLine<ID>.Ticket {
        lastNumber += 1
        return AdmissionLine.Ticket(number: lastNumber, isNeeded: isNeeded)
    }

    private static func count(_ change: Int, in counts: inout [String: Int], _ key: String) {
        let count = counts[key, default: 0] + change
        counts[key] = count > 0 ? count : nil
    }
}
