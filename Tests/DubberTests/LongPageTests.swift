import Dubber
import Foundation
import Recordings
import TestSupport
import Testing

@Suite("Long pages of a list")
struct LongPageTests {
    static let pageRows = 1_000

    /// Rows spread over the whole account, and some that nobody recorded, the last of them older than its oldest recording.
    static func rows(of account: LongAccount, _ count: Int = pageRows) -> [CallSegment] {
        (0..<count).map { account.segment($0 * account.count / count) }
    }

    static func unrecordedRows(of account: LongAccount) -> [CallSegment] {
        [account.count / 3, account.count * 2 / 3, account.count + 200].map { number in
            Samples.segment(
                "U-\(number)",
                start: account.start(number) + 20,
                duration: 60,
                from: "+441619999999",
                to: "+441618888888"
            )
        }
    }

    /// Asks again, as a page does, until no row is unknown.
    static func findAll(
        _ rows: [CallSegment],
        on bench: DubberBench,
        entry: IntegrationEntry? = nil
    ) async -> [SegmentFinding?] {
        for _ in 0..<20 {
            let findings = await bench.find(rows, entry: entry)
            await bench.dubber.endOfSearches()
            if !findings.contains(where: { if case .unknown = $0?.outcome { true } else { false } }) { return findings }
        }
        return []
    }

    /// What a cold index asks for rows of a whole account, recorded and not, all of them answered rightly.
    ///
    /// - Returns: requests made, the token's included.
    static func calls(_ account: LongAccount, rows count: Int = pageRows, longPageSize: Int = 500) async throws -> Int {
        var calls = 0
        try await DubberBench.run({ $0.longPageSize = longPageSize }) { bench in
            account.serve(on: bench.peer)
            let rows = rows(of: account, count)
            let missing = unrecordedRows(of: account)
            let findings = await findAll(rows + missing, on: bench)
            try #require(findings.count == rows.count + missing.count)
            for (number, finding) in findings.prefix(rows.count).enumerated() {
                try #require(finding?.foundIDs == [account.id(number * account.count / count)])
            }
            #expect(findings.suffix(missing.count).allSatisfy { $0?.outcome == .notFound })
            calls = bench.peer.requests.count
        }
        return calls
    }

    @Test("1,000 rows over 5,000 recordings cost 13 calls where long pages are given")
    func given() async throws {
        let account = LongAccount(5_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let findings = await bench.find(Self.rows(of: account))
            #expect(findings.allSatisfy { $0?.foundIDs.count == 1 })
            #expect(bench.peer.requests.count <= 13)
            #expect(account.queries.first == "count=100")
        }
    }

    @Test(
        "Where a host does not give long pages every recording is found, none is missing wrongly, and they cost what usual pages cost",
        arguments: [
            ([LongAccount.Manner.caps(100)], 0), ([.caps(200)], 0), ([.caps(250)], 0), ([.caps(499)], 0),
            // Not its own size, but less than the usual one.
            ([.caps(50)], 1), ([.caps(20)], 1), ([.caps(0)], 1),
            ([.refuses(status: 400, code: 2000)], 1), ([.refuses(status: 422, code: nil)], 1),
            ([.refuses(status: 403, code: nil)], 1), ([.refuses(status: 500, code: nil)], 1), ([.isConfused], 1),
        ]
    )
    func notGiven(manners: [LongAccount.Manner], extraCalls: Int) async throws {
        let calls = try await Self.calls(LongAccount(5_000, manners: manners))
        let usual = try await Self.calls(LongAccount(5_000), longPageSize: 100)
        #expect(calls <= usual + extraCalls)
        #expect(calls <= 55)
    }

    @Test(
        "A host that changes its mind while it is read takes no recording away",
        arguments: [
            [LongAccount.Manner.gives, .gives, .caps(100)], [.gives, .caps(200)], [.caps(250), .caps(120)],
            [.gives, .gives, .caps(20)], [.gives, .caps(0)], [.caps(200), .caps(100), .gives],
            [.gives, .refuses(status: 400, code: 2000)], [.gives, .refuses(status: 500, code: nil), .gives],
            [.caps(200), .isConfused],
        ]
    )
    func changes(manners: [LongAccount.Manner]) async throws {
        let calls = try await Self.calls(LongAccount(5_000, manners: manners))
        #expect(calls <= 55)
    }

    @Test(
        "Lists of any length end where they end, for no more calls than usual pages, but one where nothing is known of the host",
        arguments: [99, 100, 101, 150, 199, 200, 201, 350, 599, 600, 601, 699, 700, 1_099, 1_100, 1_101],
        [LongAccount.Manner.gives, .caps(100), .caps(200), .caps(20)]
    )
    func ends(count: Int, manner: LongAccount.Manner) async throws {
        let calls = try await Self.calls(LongAccount(count, manners: [manner]), rows: 40)
        let usual = try await Self.calls(LongAccount(count), rows: 40, longPageSize: 100)
        let isShort = count - 100 < 100 || manner == .caps(20)
        #expect(calls <= usual + (isShort ? 1 : 0))
    }

    @Test("One row, and a few of today, ask for usual pages only", arguments: [[3], [90], [3, 40, 99, 140, 150, 160]])
    func fewRows(numbers: [Int]) async throws {
        let account = LongAccount(5_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let rows = numbers.map { account.segment($0) }
            #expect(await bench.find(rows).allSatisfy { $0?.foundIDs.count == 1 })
            #expect(account.queries.count <= 2)
            #expect(account.queries.allSatisfy { $0.hasPrefix("count=100") })
            #expect(numbers.count > 1 || account.queries.count == 1)
        }
    }

    @Test(
        "A refusal is not seen, and remembered until the entry is changed",
        arguments: [LongAccount.Manner.refuses(status: 400, code: 2000), .refuses(status: 504, code: nil)]
    )
    func refused(manner: LongAccount.Manner) async throws {
        let account = LongAccount(2_000, manners: [manner])
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            func longPages() -> Int { account.queries.count { $0.hasPrefix("count=500") } }
            #expect(await bench.find(Self.rows(of: account, 300)).allSatisfy { $0?.foundIDs.count == 1 })
            #expect(longPages() == 1)
            let entry = bench.entry()
            let changed = bench.entry(revision: 2)
            #expect(
                await bench.find(Self.rows(of: account, 300), entry: changed).allSatisfy { $0?.foundIDs.count == 1 }
            )
            #expect(longPages() == 2)
            bench.clock.advance(by: .seconds(3_600))
            let unrecorded = Self.unrecordedRows(of: account)
            #expect(await Self.findAll(unrecorded, on: bench, entry: entry).allSatisfy { $0?.outcome == .notFound })
            #expect(longPages() == 2)
            await bench.dubber.forget(entry: entry.callRecIntGUID)
            _ = await bench.find(Self.rows(of: account, 300))
            #expect(longPages() == 3)
        }
    }

    @Test("What one host gives is not asked of the other")
    func twoHosts() async throws {
        let first = LongAccount(1_500)
        let second = LongAccount(1_500, region: "uk2", firstCall: 500_000, manners: [.caps(200)])
        try await DubberBench.run { bench in
            first.serve(on: bench.peer)
            second.serve(on: bench.peer)
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            let rows = (0..<100).flatMap { number in
                [first, second].map { $0.segment(number * 15, from: $0.caller(number * 15)) }
            }
            let findings = await Self.findAll(rows, on: bench, entry: entry)
            #expect(findings.count == 200)
            #expect(findings.allSatisfy { $0?.foundIDs.count == 1 })
            func counts(_ account: LongAccount) -> Set<Substring> {
                Set(account.queries.map { $0.prefix { $0 != "&" } })
            }
            #expect(counts(first) == ["count=100", "count=500"])
            #expect(counts(second) == ["count=100", "count=500", "count=200"])
            #expect(second.queries.count { $0.hasPrefix("count=500") } == 1)
        }
    }

    @Test("Pages asked for at the same time by several do not disturb each other, whatever the host gives")
    func together() async throws {
        let account = LongAccount(2_000, manners: [.gives, .caps(100), .gives, .caps(20), .caps(300)])
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            await withTaskGroup(of: Bool.self) { group in
                for part in 0..<8 {
                    group.addTask {
                        let rows = (0..<30).map { account.segment($0 * 60 + part) }
                        return await Self.findAll(rows, on: bench).count { $0?.foundIDs.count == 1 } == 30
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
        }
    }
}
