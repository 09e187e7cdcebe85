import Dubber
import Sharing
import Synchronization
import TestSupport
import Testing

@Suite("Work that is shared")
struct SharedFlightsTests {
    let flights = SharedFlights<String, Int>()
    let gate = Barrier()

    func joined(_ count: Int) async {
        while flights.waiting(for: "k") < count {
            await Task.yield()
        }
    }

    @Test("The work goes on for the others when the caller that started it is cancelled")
    func survivesFirst() async {
        let runs = Mutex(0)
        let work: @Sendable () async -> Int = {
            runs.withLock { $0 += 1 }
            await gate.wait()
            return Task.isCancelled ? -1 : 7
        }
        let first = Task { await flights.join("k", work: work) }
        await joined(1)
        let second = Task { await flights.join("k", work: work) }
        await joined(2)
        first.cancel()
        #expect(await first.value == nil)
        gate.open()
        #expect(await second.value == 7)
        #expect(runs.withLock { $0 } == 1)
    }

    @Test("The work is cancelled when nobody waits any more")
    func abandoned() async {
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
        await joined(1)
        only.cancel()
        #expect(await only.value == nil)
        await cancelled.wait()
        #expect(flights.waiting(for: "k") == 0)
    }

    @Test("Who is cancelled before joining gets nothing and holds nothing up")
    func cancelledBefore() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await flights.join("k") { 1 }
        }
        #expect(await task.value == nil)
        #expect(await flights.join("k") { 2 } == 2)
    }

    @Test("Cancelling a key's flight lets everyone go")
    func cancelAll() async {
        let task = Task {
            await flights.join("k") {
                await gate.wait(); return 1
            }
        }
        await joined(1)
        flights.cancel { $0 == "k" }
        #expect(await task.value == nil)
    }
}
