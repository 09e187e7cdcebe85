import Dubber
import Sharing
import Synchronization
import TestSupport
import Testing

@Suite("Work that is shared")
struct SharedFlightsTests {
    let flights = SharedFlights<String, Int>()
    let gate = Barrier()

    func joined(_ count: Int) async throws {
        try await until(flights.waiting(for: "k")) { $0 >= count }
    }

    @Test("The work goes on for the others when the caller that started it is cancelled")
    func survivesFirst() async throws {
        let runs = Mutex(0)
        let work: @Sendable () async -> Int = {
            runs.withLock { $0 += 1 }
            await gate.wait()
            return Task.isCancelled ? -1 : 7
        }
        let first = Task { await flights.join("k", work: work) }
        try await joined(1)
        let second = Task { await flights.join("k", work: work) }
        try await joined(2)
        first.cancel()
        #expect(await first.value == nil)
        gate.open()
        #expect(await second.value == 7)
        #expect(runs.withLock { $0 } == 1)
    }

    @Test("The work is cancelled when nobody waits any more")
    func abandoned() async throws {
        let cancelled = Barrier()
        let only = Task {
            await flights.join("k") {
                await gate.wait()
                if Task.isCancelled {
                    cancelled.open()
                }
                return 0
            }
        }
        try await joined(1)
        only.cancel()
        #expect(await only.value == nil)
        await cancelled.wait()
        #expect(flights.waiting(for: "k") == 0)
    }

    @Test("Who is cancelled before joining gets nothing and holds nothing up")
    func cancelledBefore() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await flights.join("k") { 1 }
        }
        #expect(await task.value == nil)
        #expect(await flights.join("k") { 2 } == 2)
    }

    @Test("Cancelling a key's flight lets everyone go")
    func cancelAll() async throws {
        let task = Task {
            await flights.join("k") {
                await gate.wait(); return 1
            }
        }
        try await joined(1)
        flights.cancel { $0 == "k" }
        #expect(await task.value == nil)
    }
}
