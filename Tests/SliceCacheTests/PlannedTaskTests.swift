import SliceCache
import TestSupport
import Testing

@Suite("A task that is known before it is begun", .timeLimit(.minutes(1)))
struct PlannedTaskTests {
    @Test("Who waits before it is begun, and who asks when it is over, has what it came to")
    func waited() async {
        let planned = PlannedTask<Int>()
        let early = (0..<3).map { _ in Task.immediate { await planned.value } }
        planned.begin { 7 }
        for waiter in early { #expect(await waiter.value == 7) }
        #expect(await planned.value == 7)
    }

    @Test("One that is cancelled before it is begun, or after it, is cancelled as it runs", arguments: [true, false])
    func cancelled(before: Bool) async {
        let planned = PlannedTask<Bool>()
        if before { planned.cancel() }
        planned.begin {
            await Barrier().wait()
            return Task.isCancelled
        }
        if !before { planned.cancel() }
        #expect(await planned.value)
    }
}
