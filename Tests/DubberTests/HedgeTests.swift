import Dubber
import Foundation
import Recordings
import TestSupport
import Testing

@Suite("Asking the second host as well when the first is slow")
struct HedgeTests {
    let first = ScriptedAccount(region: "uk1")
    let second = ScriptedAccount(region: "uk2")
    let segment = Samples.segment(callID: "c")
    let item = ScriptedAccount.Item(id: "7", start: Samples.start, callID: "c")

    func run(_ body: (DubberBench, IntegrationEntry) async throws -> Void) async throws {
        try await DubberBench.run(first, second, { $0.hedgeDelay = .milliseconds(300) }, body)
    }

    @Test("The second host answers while the first is silent")
    func silentFirst() async throws {
        second.add(item)
        try await run { bench, entry in
            let gate = Barrier()
            bench.peer.on("GET", first.listPath) { _ in ScriptedReply([.wait(gate)] + ScriptedReply.bytes(500).steps) }
            let finding = try #require(await bench.find(segment, entry: entry))
            gate.open()
            #expect(finding.foundIDs == ["7"])
            #expect(finding.hosts.map(\.outcome) == [.skipped, .found])
        }
    }

    @Test("What both lack is not found, what one failed stays open")
    func bothAsked() async throws {
        try await run { bench, entry in
            #expect(await bench.find(segment, entry: entry)?.outcome == .notFound)
            bench.peer.on("GET", first.listPath) { _ in .bytes(500) }
            bench.clock.advance(by: .seconds(1_000))
            let other = Samples.segment(start: bench.clock.now - 400, duration: 10, from: "anonymous", callID: "d")
            let finding = try #require(await bench.find(other, entry: entry))
            #expect(finding.outcome == .failed(.overloaded))
            #expect(finding.hosts.map(\.position) == [.first, .second])
            #expect(finding.hosts.map(\.outcome) == [.failed, .notFound])
        }
    }

    @Test("A recording's address comes from the second host while the first is silent")
    func silentDetail() async throws {
        second.add(item)
        try await run { bench, entry in
            let gate = Barrier()
            bench.peer.on("GET", first.detailPath + "*") { _ in
                ScriptedReply([.wait(gate)] + ScriptedReply.bytes(500).steps)
            }
            let origin = bench.dubber.audioOrigin(of: try #require(RecordingID("7")), entry: entry)
            #expect(try await origin.location(after: nil).host == .second)
            gate.open()
        }
    }

    @Test("An address that neither host has is not found; one that failed leaves that open", arguments: [true, false])
    func noDetail(isFailing: Bool) async throws {
        try await run { bench, entry in
            if isFailing {
                bench.peer.on("GET", first.detailPath + "*") { _ in .bytes(500) }
            }
            let origin = bench.dubber.audioOrigin(of: try #require(RecordingID("7")), entry: entry)
            await #expect(throws: isFailing ? AudioOriginError.failed(.overloaded) : .notFound) {
                try await origin.location(after: nil)
            }
        }
    }

    @Test("Each of many rows is reported once, from whichever host has it")
    func manyRows() async throws {
        for number in 0..<40 {
            let item = ScriptedAccount.Item(
                id: "\(number)",
                start: Samples.start - Double(number) * 300,
                callID: "c\(number)"
            )
            (number % 2 == 0 ? first : second).add(item)
        }
        try await run { bench, entry in
            let segments = (0..<40).map {
                Samples.segment("S-\($0)", start: Samples.start - Double($0) * 300, callID: "c\($0)")
            }
            let findings = await bench.find(segments, entry: entry)
            #expect(findings.map { $0?.foundIDs } == (0..<40).map { ["\($0)"] })
        }
    }
}
