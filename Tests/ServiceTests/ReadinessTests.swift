import Foundation
import Service
import Synchronization
import TestSupport
import Testing

@Suite("Readiness", .timeLimit(.minutes(5)))
struct ReadinessTests {
    private static let good = ["disk": "ok"]

    @Test("Many who ask at once share one probe")
    func shared() async {
        let (gate, begun, probes) = (Barrier(), Barrier(), Mutexed(0))
        let probe = ReadinessProbe(keptFor: .seconds(3_600), patience: .seconds(300)) {
            probes.value += 1
            begun.open()
            await gate.wait()
            return Self.good
        }
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { await probe.checks() } }
            await begun.wait()
            gate.open()
            for await checks in group { #expect(checks == Self.good) }
        }
        #expect(await probe.checks() == Self.good)
        #expect(probes.value == 1)
    }

    @Test("A probe that hangs is waited for once, and no other is begun beside it")
    func hanging() async throws {
        let (gate, probes) = (Barrier(), Mutexed(0))
        let probe = ReadinessProbe(keptFor: .zero, patience: .milliseconds(10)) {
            probes.value += 1
            await gate.wait()
            return Self.good
        }
        for _ in 0..<5 { #expect(await probe.checks() == ReadinessRounds.overdue) }
        #expect(probes.value == 1)
        gate.open()
        try await until(await probe.checks(), is: Self.good)
    }

    @Test("A stop lets those go who wait")
    func shutDown() async {
        let (gate, begun) = (Barrier(), Barrier())
        let probe = ReadinessProbe {
            begun.open()
            await gate.wait()
            return Self.good
        }
        async let asked = probe.checks()
        await begun.wait()
        probe.shutDown()
        #expect(await asked == ReadinessRounds.overdue)
        #expect(await probe.checks() == ReadinessRounds.overdue)
        gate.open()
    }

    @Test("What was found is believed for a while, and no longer")
    func rounds() {
        let now = ContinuousClock.now
        var rounds = ReadinessRounds(keptFor: .seconds(1))
        func ask(after time: Duration) -> ReadinessRounds.Step { rounds.ask(at: now + time) }
        var steps = [ask(after: .zero), ask(after: .zero)]
        #expect(steps == [.begin, .wait])
        rounds.found(Self.good, at: now)
        steps = [ask(after: .milliseconds(999)), ask(after: .seconds(1))]
        #expect(steps == [.answer(Self.good), .begin])
        rounds.lostPatience()
        steps = [ask(after: .seconds(9))]
        #expect(steps == [.answer(ReadinessRounds.overdue)])
        rounds.found(["disk": "failed"], at: now + .seconds(10))
        steps = [ask(after: .seconds(10))]
        #expect(steps == [.answer(["disk": "failed"])])
        // Nothing is under way that could be overdue.
        rounds.lostPatience()
        steps = [ask(after: .seconds(11))]
        #expect(steps == [.begin])
    }

    @Test("readyz asked by many at once is right for all of them", arguments: [8, 64])
    func crowd(count: Int) async throws {
        try await ServiceUnderTest.run { service in
            for _ in 0..<5 {
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<count {
                        group.addTask { try await service.client.send("GET", "/readyz").status }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses == Array(repeating: 200, count: count))
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: service.folder.path)
            #expect(!left.contains(".ready"))
        }
    }
}
