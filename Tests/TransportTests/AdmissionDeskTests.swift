import Sharing
import Testing
import Transport

@Suite("Who may run and who waits")
struct AdmissionDeskTests {
    /// What happens at a desk: arrivals of a number at a host for a party, in a hurry or ahead, and ends.
    enum Event: Sendable, CustomTestStringConvertible {
        case needed(Int, host: String = "h", party: String = "p")
        case ahead(Int, host: String = "h", party: String = "p")
        case hurry(Int)
        case leave(Int)

        var testDescription: String { "\(self)" }
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let what: String
        var limits = LaneLimits(running: 9, runningPerHost: 9, runningPerParty: 9, waiting: 9)
        let events: [Event]
        /// Those that start, in order.
        let started: [Int]
        var refused: [Int] = []

        var testDescription: String { what }
    }

    static let examples: [Example] = [
        Example(
            what: "transfers start until all places are taken, then wait, then are refused",
            limits: LaneLimits(running: 2, runningPerHost: 9, runningPerParty: 9, waiting: 2),
            events: (1...5).map { .needed($0, host: "\($0)", party: "\($0)") },
            started: [1, 2],
            refused: [5]
        ),
        Example(
            what: "those of one party start in order",
            limits: LaneLimits(running: 1, runningPerHost: 9, runningPerParty: 9, waiting: 9),
            events: [.needed(1), .needed(2), .needed(3), .leave(1), .leave(2), .leave(3)],
            started: [1, 2, 3]
        ),
        Example(
            what: "a host at its limit does not hold up another",
            limits: LaneLimits(running: 3, runningPerHost: 1, runningPerParty: 9, waiting: 9),
            events: [.needed(1, host: "a"), .needed(2, host: "a"), .needed(3, host: "b"), .leave(3), .leave(1)],
            started: [1, 3, 2]
        ),
        Example(
            what: "a party at its limit does not hold up another on the same host",
            limits: LaneLimits(running: 3, runningPerHost: 3, runningPerParty: 2, waiting: 9),
            events: [
                .needed(1, party: "a"), .needed(2, party: "a"), .needed(3, party: "a"), .needed(4, party: "b"),
                .leave(1),
            ],
            started: [1, 2, 4, 3]
        ),
        Example(
            what: "a crowd of one party leaves the next place to another that comes late",
            limits: LaneLimits(running: 2, runningPerHost: 9, runningPerParty: 9, waiting: 99),
            events: (1...20).map { .needed($0, party: "crowd") } + [.needed(21, party: "late"), .leave(1), .leave(2)],
            started: [1, 2, 21, 3]
        ),
        Example(
            what: "parties take turns, also with one place for all",
            limits: LaneLimits(running: 1, runningPerHost: 9, runningPerParty: 9, waiting: 99),
            events: [
                .needed(1, party: "a"), .needed(2, party: "a"), .needed(3, party: "a"), .needed(4, party: "b"),
                .needed(5, party: "b"), .needed(6, party: "c"), .leave(1), .leave(2), .leave(4), .leave(6), .leave(3),
            ],
            started: [1, 2, 4, 6, 3, 5]
        ),
        Example(
            what: "a party takes turns whichever of its hosts is asked",
            limits: LaneLimits(running: 1, runningPerHost: 9, runningPerParty: 9, waiting: 99),
            events: [
                .needed(1, host: "x", party: "a"), .needed(2, host: "x", party: "a"), .needed(3, host: "y", party: "a"),
                .needed(4, host: "x", party: "b"), .leave(1), .leave(2), .leave(4),
            ],
            started: [1, 2, 4, 3]
        ),
        Example(
            what: "what is waited for goes before what is fetched ahead, of another party too",
            limits: LaneLimits(running: 1, runningPerHost: 9, runningPerParty: 9, waiting: 9),
            events: [
                .needed(1), .ahead(2), .ahead(3, party: "q"), .needed(4), .needed(5), .leave(1), .leave(4), .leave(5),
                .leave(3),
            ],
            started: [1, 4, 5, 3, 2]
        ),
        Example(
            what: "what somebody comes to wait for is hurried, and counts from then on",
            limits: LaneLimits(running: 1, runningPerHost: 9, runningPerParty: 9, waiting: 9),
            events: [.needed(1), .ahead(2), .ahead(3), .needed(4), .hurry(3), .leave(1), .leave(4), .leave(3)],
            started: [1, 4, 3, 2]
        ),
        Example(
            what: "what is fetched ahead leaves half of the waiting room to what is waited for",
            limits: LaneLimits(running: 1, runningPerHost: 9, runningPerParty: 9, waiting: 4),
            events: [.needed(1), .ahead(2), .ahead(3), .ahead(4), .needed(5), .needed(6), .needed(7)],
            started: [1],
            refused: [4, 7]
        ),
        Example(
            what: "who gives up waiting, hurried or not, makes room in the waiting room only",
            limits: LaneLimits(running: 1, runningPerHost: 1, runningPerParty: 1, waiting: 2),
            events: [
                .needed(1), .ahead(2), .leave(2), .ahead(3), .hurry(3), .leave(3), .needed(4), .needed(5), .needed(6),
                .leave(1),
            ],
            started: [1, 4],
            refused: [6]
        ),
        Example(
            what: "one who is not there, runs already or is hurried twice changes nothing",
            events: [.leave(7), .hurry(7), .needed(1), .hurry(1), .leave(1), .leave(1), .ahead(2)],
            started: [1, 2]
        ),
    ]

    @Test("As a table", arguments: examples)
    func table(_ example: Example) {
        var desk = AdmissionDesk<Int>(limits: example.limits)
        var (started, refused): ([Int], [Int]) = ([], [])
        func arrive(_ id: Int, _ host: String, _ party: String, isNeeded: Bool) {
            switch desk.arrive(id, .init(host: host, party: party, isNeeded: isNeeded)) {
            case .start: started.append(id)
            case .refuse: refused.append(id)
            case .wait: break
            }
        }
        for event in example.events {
            switch event {
            case .needed(let id, let host, let party): arrive(id, host, party, isNeeded: true)
            case .ahead(let id, let host, let party): arrive(id, host, party, isNeeded: false)
            case .hurry(let id): _ = desk.hurry(id)
            case .leave(let id): started += desk.leave(id)
            }
        }
        #expect(started == example.started)
        #expect(refused == example.refused)
    }

    @Test("At random: no limit is passed, and nobody who could run waits", arguments: 0..<100)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limits = LaneLimits(running: 5, runningPerHost: 4, runningPerParty: 3, waiting: 30)
        var desk = AdmissionDesk<Int>(limits: limits)
        var places: [Int: (host: Int, party: Int)] = [:]
        var (running, waiting): (Set<Int>, Set<Int>) = ([], [])
        func hasRoom(_ id: Int) -> Bool {
            guard let place = places[id], running.count < limits.running else { return false }
            return running.count { places[$0]?.host == place.host } < limits.runningPerHost
                && running.count { places[$0]?.party == place.party } < limits.runningPerParty
        }
        for id in 0..<600 {
            let place = (host: Int.random(in: 0..<2, using: &random), party: Int.random(in: 0..<4, using: &random))
            places[id] = place
            let isNeeded = Bool.random(using: &random)
            switch desk.arrive(id, .init(host: "\(place.host)", party: "\(place.party)", isNeeded: isNeeded)) {
            case .start:
                #expect(hasRoom(id), "seed \(seed)")
                running.insert(id)
            case .wait: waiting.insert(id)
            case .refuse: break
            }
            if Int.random(in: 0..<3, using: &random) == 0, let one = waiting.sorted().randomElement(using: &random) {
                _ = desk.hurry(one)
            }
            if Bool.random(using: &random), let one = (running.union(waiting)).sorted().randomElement(using: &random) {
                running.remove(one)
                waiting.remove(one)
                for next in desk.leave(one) {
                    #expect(waiting.remove(next) != nil && hasRoom(next), "seed \(seed)")
                    running.insert(next)
                }
            }
            #expect(!waiting.contains(where: hasRoom), "seed \(seed)")
            #expect(desk.runningCount == running.count && desk.waitingCount == waiting.count, "seed \(seed)")
        }
        for one in running.union(waiting).sorted() { _ = desk.leave(one) }
        #expect(desk.runningCount == 0 && desk.waitingCount == 0)
    }
}
