import Dubber
import Foundation
import Recordings
import Synchronization
import TestSupport
import Testing

@Suite("Finding segments over lists")
struct FindTests {
    /// One call a minute, the newest 10 minutes before the clock's start, each with its call id.
    static func account(
        _ count: Int,
        region: String = "uk1",
        isCursorInclusive: Bool = false,
        everySeconds: Double = 60
    ) -> ScriptedAccount {
        let items = (0..<count).map { number in
            ScriptedAccount.Item(
                id: "0\(1_000_000 + number * 7919 % 100_003)",
                start: TestClock.start - 600 - Double(number) * everySeconds,
                from: "+4416329\(60000 + number)",
                callID: "callhalf-\(number):0"
            )
        }
        return ScriptedAccount(region: region, items: items, isCursorInclusive: isCursorInclusive)
    }

    /// The segment of the account's call of that number.
    static func segment(
        _ number: Int,
        everySeconds: Double = 60,
        callID: String? = nil,
        from: String? = nil
    ) -> CallSegment {
        Samples.segment(
            "S-\(number)",
            start: TestClock.start - 600 - Double(number) * everySeconds,
            duration: 60,
            from: from ?? "+4416329\(60000 + number)",
            callID: callID
        )
    }

    @Test("A recording is found by each of its tracking ids, in any case", arguments: ["t-1", "T-2", "t-3"])
    func anyTrackingID(id: String) async throws {
        let account = ScriptedAccount(
            region: "uk1",
            items: [
                ScriptedAccount.Item(
                    id: "1",
                    start: TestClock.start - 600,
                    from: "Anonymous",
                    trackingID: "t-1, t-2,T-3"
                )
            ]
        )
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let segment = Samples.segment(start: TestClock.start - 600, duration: 60, from: nil, trackingID: id)
            for probe in [Probe.live, .cached] {
                #expect(await bench.find([segment], probe: probe)[0]?.foundIDs == ["1"])
            }
        }
    }

    @Test("A thousand rows cost one call for each hundred recordings", arguments: [false, true])
    func thousandRows(isCursorInclusive: Bool) async throws {
        let account = Self.account(1_200, isCursorInclusive: isCursorInclusive)
        try await DubberBench.run({ $0.longPageSize = 100 }) { bench in
            account.serve(on: bench.peer)
            let segments = (0..<1_000).map { Self.segment($0, callID: $0 % 2 == 0 ? "callhalf-\($0):0" : nil) }
            let findings = await bench.find(segments)
            #expect(findings.allSatisfy { $0?.foundIDs.count == 1 })
            #expect(findings[0]?.foundIDs == ["01000000"])
            #expect(bench.count(account.listPath) == 11)
            #expect(bench.peer.unexpected.isEmpty)
            let again = await bench.find(segments)
            #expect(again.allSatisfy { $0?.foundIDs.count == 1 })
            #expect(bench.count(account.listPath) == 11)
        }
    }

    @Test("Pages follow one another by the last item's id, and ask for the configured count")
    func cursors() async throws {
        let account = Self.account(5)
        try await DubberBench.run({ ($0.pageSize, $0.longPageSize) = (2, 2) }) { bench in
            account.serve(on: bench.peer)
            _ = await bench.find(Self.segment(4))
            let queries = bench.peer.requests.filter { $0.path == account.listPath }.map(\.query)
            #expect(queries == ["count=2", "count=2&before_id=01007919", "count=2&before_id=01023757"])
        }
    }

    @Test("A row that no recording matches is not found, without further calls once that is known")
    func notFound() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let missing = Self.segment(3, from: "+441632999999")
            #expect(await bench.find(missing)?.outcome == .notFound)
            bench.clock.advance(by: .seconds(600))
            #expect(await bench.find(missing)?.outcome == .notFound)
            #expect(bench.count(account.listPath) == 1)
        }
    }

    @Test("A clock set back between two pages costs no recording of the second")
    func clockSetBack() async throws {
        let account = Self.account(250)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            #expect(await bench.find(Self.segment(50))?.foundIDs.count == 1)
            bench.clock.correct(bySeconds: -5_400)
            let rows = [120, 150, 240].map { Self.segment($0) }
            for _ in 0..<2 {
                #expect(await bench.find(rows).allSatisfy { $0?.foundIDs.count == 1 })
            }
        }
    }

    @Test("What was believed while the clock was ahead is asked again once it is right")
    func clockWasAhead() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let late = Samples.segment(start: TestClock.start - 8_400, duration: 60, from: "+441632999999")
            #expect(await bench.find(late)?.outcome == .notFound)
            bench.clock.correct(bySeconds: -7_200)
            account.add(.init(id: "09", start: late.startTime, from: "+441632999999"))
            #expect(await bench.find(late)?.foundIDs == ["09"])
            let missing = Samples.segment(start: TestClock.start - 8_500, duration: 60, from: "+441632999998")
            #expect(await bench.find(missing)?.outcome == .notFound)
            #expect(bench.count(account.listPath) == 2)
        }
    }

    @Test("Not found is believed for as long again as the call had ended, for good after a day")
    func notFoundAges() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let missing = Samples.segment(start: bench.clock.now - 1_060, duration: 60, from: "+441632999999")
            var lists: [Int] = []
            for pause in [0, 900, 200, 1_900, 300, 100_000, 200_000, 2_000_000] {
                bench.clock.advance(by: .seconds(pause))
                #expect(await bench.find(missing)?.outcome == .notFound)
                lists.append(bench.count(account.listPath))
            }
            #expect(lists == [1, 1, 2, 2, 3, 4, 4, 4])
        }
    }

    @Test("A call that ended moments ago is being processed, and is found once its recording arrives")
    func processing() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let fresh = Samples.segment(start: bench.clock.now - 70, duration: 60, callID: "new")
            #expect(await bench.find(fresh)?.outcome == .processing(retryAfterSeconds: 10))
            account.add(ScriptedAccount.Item(id: "9", start: bench.clock.now - 70, callID: "new"))
            bench.clock.advance(by: .seconds(10))
            #expect(await bench.find(fresh)?.foundIDs == ["9"])
            #expect(bench.count(account.listPath) == 2)
        }
    }

    @Test("A recording that arrived late below what was covered is found again from the head")
    func lateArrival() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let start = bench.clock.now - 60
            _ = await bench.find(Self.segment(5))
            account.add(ScriptedAccount.Item(id: "9", start: start, duration: 3_000, callID: "long"))
            bench.clock.advance(by: .seconds(7_200))
            let long = Samples.segment(start: start, duration: 3_000, callID: "long")
            #expect(await bench.find(long)?.foundIDs == ["9"])
        }
    }

    @Test("Rows beyond the call budget are unknown, and the next request reads on from there")
    func budget() async throws {
        let account = Self.account(100)
        try await DubberBench.run({
            ($0.pageSize, $0.longPageSize) = (10, 10)
            $0.callsPerLookup = 4
            $0.loneRows = 0
        }) { bench in
            account.serve(on: bench.peer)
            let segments = [Self.segment(5), Self.segment(75)]
            let first = await bench.find(segments)
            #expect(first[0]?.foundIDs.count == 1)
            #expect(first[1]?.outcome == .unknown(retryAfterSeconds: 5))
            #expect(bench.count(account.listPath) == 4)
            bench.clock.advance(by: .seconds(300))
            let second = await bench.find(segments)
            #expect(second[1]?.foundIDs.count == 1)
            #expect(bench.count(account.listPath) == 8)
        }
    }

    @Test(
        "A number is asked for in E.164, however the report spells it; a withheld party is not asked for",
        arguments: [
            "0044 1632 962500", "\"Pat\" <sip:+441632962500@example.com;user=phone>", "tel:+44-1632-962500;ext=12",
        ]
    )
    func spelledNumber(caller: String) async throws {
        let account = Self.account(3_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let plain = Self.segment(2_500)
            let row = Samples.segment(
                start: plain.startTime,
                duration: plain.durationSeconds,
                from: caller,
                to: "+266696687"
            )
            _ = await bench.find(row)
            let queries = bench.peer.requests.filter { $0.path == account.listPath }.map(\.query)
            #expect(queries.dropFirst().first == "count=100&number=%2B441632962500")
            #expect(!queries.contains { $0.contains("266696687") })
        }
    }

    @Test("A lone old row is asked for by its number, without reading the whole list")
    func byNumber() async throws {
        let account = Self.account(3_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            #expect(await bench.find(Self.segment(2_500))?.foundIDs.count == 1)
            let queries = bench.peer.requests.filter { $0.path == account.listPath }.map(\.query)
            #expect(queries == ["count=100", "count=100&number=%2B441632962500"])
            let missing = Samples.segment(start: TestClock.start - 150_000, from: "+441632000001", to: "+441632000002")
            #expect(await bench.find(missing)?.outcome == .notFound)
            #expect(bench.count(account.listPath) == 4)
            #expect(await bench.find(missing)?.outcome == .notFound)
            let cached = await bench.find([missing] + (0..<9).map { Self.segment($0) }, probe: .cached)
            #expect(cached.first??.outcome == .notFound)
            #expect(bench.count(account.listPath) == 4)
        }
    }

    @Test("What is found is the same where nobody looks at what was weighed, which is then left out")
    func unexplained() async throws {
        let account = Self.account(40)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let missing = Samples.segment(start: TestClock.start - 900, from: "+441632000001", to: "+441632000002")
            for segment in [Self.segment(3), Self.segment(20), missing] {
                let explained = try #require(await bench.find(segment))
                let plain = try #require(await bench.find([segment], isExplained: false)[0])
                #expect(plain.outcome == explained.outcome)
                #expect(plain.asOf == explained.asOf)
                #expect(plain.candidates.isEmpty)
                #expect(!explained.candidates.isEmpty)
            }
        }
    }

    @Test("A list that starts over at every cursor claims no coverage, and the search ends")
    func cursorIgnored() async throws {
        let account = Self.account(50)
        try await DubberBench.run({ ($0.pageSize, $0.longPageSize) = (10, 10) }) { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", account.listPath) { request in
                account.page(
                    ScriptedRequest(
                        method: "GET",
                        target: account.listPath + "?count=10",
                        headers: request.headers,
                        body: [],
                        connection: 0
                    )
                )
            }
            let finding = await bench.find(Self.segment(30, from: "anonymous"))
            #expect(finding?.outcome == .unknown(retryAfterSeconds: 5))
            #expect(bench.count(account.listPath) <= 6)
        }
    }

    @Test(
        "A record that cannot be read makes no certainty of a missing recording at its time, before and after a restart"
    )
    func unreadable() async throws {
        let account = Self.account(30)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", account.listPath) { request in
                account.page(request) { $0.replacing(#""id":"01000000""#, with: #""id":1"#) }
            }
            let spoiled = await bench.find(Self.segment(0))
            #expect(spoiled?.outcome == .failed(.unexpectedAnswer))
            #expect(bench.count(account.listPath) == 1)
            let elsewhere = Samples.segment(start: TestClock.start - 1_500, duration: 5)
            #expect(await bench.find(elsewhere)?.outcome == .notFound)
            #expect(await bench.find(Self.segment(5))?.foundIDs.count == 1)
        }
    }

    @Test("A recording that the provider is still at work on is processing, and found when it is done")
    func pending() async throws {
        let account = Self.account(30)
        let isDone = Mutex(false)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", account.listPath) { request in
                account.page(request) { text in
                    let status = isDone.withLock { $0 } ? "Active" : "Processing"
                    return text.replacing(#""status":"Active""#, with: "\"status\":\"\(status)\"")
                }
            }
            for segment in [Self.segment(3), Self.segment(4, callID: "callhalf-4:0")] {
                #expect(await bench.find(segment)?.outcome == .processing(retryAfterSeconds: 10))
            }
            isDone.withLock { $0 = true }
            bench.clock.advance(by: .seconds(1_800))
            #expect(await bench.find(Self.segment(3))?.foundIDs.count == 1)
            #expect(await bench.find(Self.segment(4, callID: "callhalf-4:0"))?.foundIDs.count == 1)
        }
    }

    @Test("A recording that the list no longer has is forgotten")
    func pruned() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let segment = Self.segment(2, callID: "callhalf-2:0")
            let found = try #require(await bench.find(segment)?.foundIDs.first)
            account.remove(found)
            bench.clock.advance(by: .seconds(60))
            _ = await bench.find(Samples.segment(start: bench.clock.now - 30, duration: 5))
            #expect(await bench.find(segment)?.outcome == .notFound)
        }
    }

    @Test("A recording past its expiry time is expired, also when the list has dropped it")
    func expired() async throws {
        let account = ScriptedAccount(region: "uk1")
        account.add(ScriptedAccount.Item(id: "1", start: Samples.start, callID: "c", expiry: TestClock.start + 100))
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let segment = Samples.segment(callID: "c")
            #expect(await bench.find(segment)?.foundIDs == ["1"])
            bench.clock.advance(by: .seconds(200))
            account.remove("1")
            _ = await bench.find(Samples.segment(start: bench.clock.now - 30, duration: 5))
            #expect(await bench.find(segment)?.outcome == .expired)
        }
    }

    @Test("A cached probe makes no call")
    func cached() async throws {
        let account = Self.account(10)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let segment = Self.segment(2)
            #expect(await bench.find(segment, probe: .cached)?.outcome == .unknown(retryAfterSeconds: 5))
            #expect(await bench.find(segment, probe: .none)?.outcome == .unknown(retryAfterSeconds: 5))
            #expect(bench.peer.requests.isEmpty)
            _ = await bench.find(segment)
            let made = bench.peer.requests.count
            let finding = try #require(await bench.find(segment, probe: .cached))
            #expect(finding.foundIDs.count == 1)
            #expect(finding.hosts.map(\.outcome) == [.found, .skipped])
            #expect(finding.hosts[0].calls.isEmpty)
            #expect(bench.peer.requests.count == made)
        }
    }

    @Test("Without an account in the host field the profile is asked, once")
    func profile() async throws {
        let account = Self.account(3)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", "/uk1/v1/profile") { _ in .json(200, #"{"account":{"id":"acme"}}"#) }
            let entry = bench.entry("uk1")
            #expect(await bench.find(Self.segment(1), entry: entry)?.foundIDs.count == 1)
            bench.clock.advance(by: .seconds(600))
            _ = await bench.find(Samples.segment(start: bench.clock.now - 30), entry: entry)
            #expect(bench.count("/uk1/v1/profile") == 1)
            #expect(bench.count(account.listPath) == 2)
        }
    }

    @Test("A profile that names no account fails every row, and is not asked again at once")
    func accountUnknown() async throws {
        let account = Self.account(3)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", "/uk1/v1/profile") { _ in .json(200, "{}") }
            let entry = bench.entry("uk1")
            #expect(await bench.find(Self.segment(1), entry: entry)?.outcome == .failed(.accountUnknown))
            #expect(await bench.find(Self.segment(1), entry: entry)?.outcome == .failed(.accountUnknown))
            #expect(bench.count("/uk1/v1/profile") == 1)
        }
    }

    @Test("The quota is counted for each host as configured")
    func quota() async throws {
        let account = Self.account(3)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            _ = await bench.find(Self.segment(1))
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            let standings = await bench.dubber.quota(entry: entry)
            #expect(standings.map(\.host) == [entry.settings.ipAddrOrHost1, entry.settings.ipAddrOrHost2])
            #expect(standings.map(\.remainingToday) == [4_999, 5_000])
        }
    }

    @Test("When the day is used up, answers come from the index with their age")
    func agedAnswers() async throws {
        let account = Self.account(10)
        try await DubberBench.run({ $0.requestsPerDay = 1 }) { bench in
            account.serve(on: bench.peer)
            let found = Self.segment(2)
            let missing = Self.segment(3, from: "+441632999999")
            let readAt = bench.clock.now
            _ = await bench.find([found, missing])
            bench.clock.advance(by: .seconds(20_000))
            let findings = await bench.find([found, missing, Samples.segment(start: bench.clock.now - 900)])
            #expect(findings[0]?.foundIDs.count == 1)
            #expect(findings[1]?.outcome == .notFound)
            #expect(findings[0]?.asOf == readAt)
            #expect(findings[1]?.asOf == readAt)
            guard case .unknown(let seconds) = findings[2]?.outcome else {
                Issue.record("a call that the lists have not reached is unknown")
                return
            }
            #expect(seconds > 60)
            #expect(findings[2]?.asOf == nil)
            #expect(bench.count(account.listPath) == 1)
        }
    }

    @Test("A call told by numbers alone is not answered while recordings that rival its own may still arrive")
    func rivalArrives() async throws {
        let account = Self.account(3)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let start = bench.clock.now - 100
            let segment = Samples.segment(start: start, duration: 60)
            account.add(ScriptedAccount.Item(id: "91", start: start + 4))
            #expect(await bench.find(segment)?.foundIDs == ["91"])
            account.add(ScriptedAccount.Item(id: "92", start: start + 1))
            bench.clock.advance(by: .seconds(30))
            #expect(await bench.find(segment)?.foundIDs == ["92", "91"])
        }
    }

    @Test("A recording that its host no longer has leaves the index when it is played")
    func goneWhenPlayed() async throws {
        let account = Self.account(3)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let segment = Self.segment(1)
            let id = try #require(await bench.find(segment)?.foundIDs.first)
            account.remove(id)
            let recording = try #require(RecordingID(id))
            await #expect(throws: AudioOriginError.notFound) {
                try await bench.dubber.audioOrigin(of: recording, entry: bench.entry()).location(after: nil)
            }
            #expect(await bench.find(segment, probe: .cached)?.foundIDs == [])
        }
    }

    @Test("Our own count of the day's allowance leaves rows unknown, not failed")
    func allowanceSpent() async throws {
        let account = Self.account(30)
        try await DubberBench.run({
            ($0.pageSize, $0.longPageSize) = (10, 10)
            $0.requestsPerDay = 1
        }) { bench in
            account.serve(on: bench.peer)
            let findings = await bench.find([Self.segment(2), Self.segment(25, from: "anonymous")])
            #expect(findings[0]?.foundIDs.count == 1)
            guard case .unknown(let seconds) = findings[1]?.outcome else {
                Issue.record("the row is unknown")
                return
            }
            #expect(seconds > 5)
        }
    }
}
