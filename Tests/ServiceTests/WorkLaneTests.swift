import Foundation
import Service
import TestSupport
import Testing

@Suite("Lanes for dear work", .timeLimit(.minutes(5)))
struct WorkLaneTests {
    @Test(
        "Work is done in its turn, one at a time, on a thread of the lane's own; who finds too many waiting is refused"
    )
    func turns() async throws {
        let lane = WorkLane("test", maximumWaiting: 2)
        let gate = Barrier()
        let done = Mutexed<[Int]>([])
        let outcomes = try await withThrowingTaskGroup(of: Int?.self) { tasks in
            tasks.addTask {
                try await lane.run {
                    await gate.wait()
                    done.value.append(0)
                }
                return 0
            }
            try await until(lane.counts.taken, is: 1)
            for number in 1...2 {
                tasks.addTask {
                    try await lane.run { done.value.append(number) }
                    return number
                }
                try await until(lane.counts.waiting, is: number)
            }
            await #expect(throws: WorkLane.tooMany) { try await lane.run {} }
            gate.open()
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 3)
        #expect(done.value == [0, 1, 2])
        #expect(lane.counts.taken == 0 && lane.counts.waiting == 0)
        let name = try await lane.run { Self.threadName() }
        #expect(name == "test")
    }

    private static func threadName() -> String? { Thread.current.name }

    @Test("Who gives up while waiting leaves the line, and what fails gives its place back")
    func leaving() async throws {
        let lane = WorkLane("test", maximumWaiting: 1)
        let gate = Barrier()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await lane.run { await gate.wait() } }
            try await until(lane.counts.taken, is: 1)
            let impatient = Task { try await lane.run {} }
            try await until(lane.counts.waiting, is: 1)
            impatient.cancel()
            await #expect(throws: CancellationError.self) { try await impatient.value }
            #expect(lane.counts.waiting == 0)
            gate.open()
            try await tasks.waitForAll()
        }
        struct Failure: Error {}
        await #expect(throws: Failure.self) { try await lane.run { throw Failure() } }
        #expect(lane.counts.taken == 0)
    }
}
