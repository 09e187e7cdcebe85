import Dubber
import Foundation
import Recordings
import TestSupport
import Testing

@Suite("Searching for calls far down a long list")
struct SearchTests {
    func seconds(_ finding: SegmentFinding?) -> Int? {
        if case .unknown(let seconds) = finding?.outcome { seconds } else { nil }
    }

    @Test("A row that one request cannot reach is searched for, and answered when it was said to be")
    func comesTrue() async throws {
        let account = LongAccount(4_000)
        try await DubberBench.run({ ($0.pageSize, $0.longPageSize) = (20, 20) }) { bench in
            account.serve(on: bench.peer)
            let row = account.segment(3_900)
            let said = try #require(seconds(await bench.find(row)))
            let askedAt = bench.clock.now
            #expect(said > 20)
            await bench.dubber.endOfSearches()
            #expect(bench.clock.now <= askedAt + Double(said))
            let pages = account.queries.count
            #expect(pages <= 200)
            #expect(await bench.find(row)?.foundIDs == [account.id(3_900)])
            #expect(account.queries.count == pages)
            #expect(Set(account.queries).count == pages, "no page is read twice")
        }
    }

    @Test(
        "However often a row is asked for, its search takes no more than its share of a day, and goes on the next day"
    )
    func share() async throws {
        let account = LongAccount(2_000)
        try await DubberBench.run({
            ($0.pageSize, $0.longPageSize) = (10, 10)
            $0.requestsPerDay = 200
        }) { bench in
            account.serve(on: bench.peer)
            let row = account.segment(1_500)
            for _ in 0..<30 {
                let said = try #require(seconds(await bench.find(row)))
                #expect(said > 3_600, "more than the day's share is left to read")
                await bench.dubber.endOfSearches()
            }
            #expect(account.queries.count <= 102)
            bench.clock.advance(by: .seconds(86_400))
            _ = await bench.find(row)
            await bench.dubber.endOfSearches()
            #expect(await bench.find(row)?.foundIDs == [account.id(1_500)])
            let pages = account.queries.filter { !$0.contains("number=") }
            #expect(pages.count <= 160)
        }
    }

    @Test("Rows of several requests share one search")
    func shared() async throws {
        let account = LongAccount(2_000)
        try await DubberBench.run({ ($0.pageSize, $0.longPageSize) = (20, 20) }) { bench in
            account.serve(on: bench.peer)
            let rows = [1_900, 1_000, 1_500, 600].map { account.segment($0) }
            for row in rows { _ = await bench.find(row) }
            await bench.dubber.endOfSearches()
            let pages = account.queries.count
            for row in rows { #expect(await bench.find(row)?.foundIDs.count == 1) }
            #expect(account.queries.count == pages)
            #expect(pages <= 102)
        }
    }

    @Test("A call id on a number's page is found at once, however far its time lies below what is known")
    func callID() async throws {
        let account = LongAccount(1_000_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let row = account.segment(999_000, from: account.caller(999_000), hasID: true)
            #expect(await bench.find(row)?.foundIDs == [account.id(999_000)])
            #expect(account.queries.count == 2)
            #expect(await bench.find(row, probe: .cached)?.foundIDs == [account.id(999_000)])
            #expect(account.queries.count == 2)
        }
    }

    @Test("A call id on any page is found, though its row's time is wrong by hours")
    func callIDElsewhere() async throws {
        let account = LongAccount(1_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            _ = await bench.find(account.segment(5))
            let early = CallSegment(
                segmentID: "S",
                telSysID: TelSysID(1),
                startTime: account.start(50) - 4 * 3_600,
                durationSeconds: 60,
                direction: .inbound,
                from: account.caller(50),
                to: LongAccount.mainNumber,
                externalCallID: "callhalf-50:0"
            )
            #expect(await bench.find(early, probe: .cached)?.foundIDs == [account.id(50)])
        }
    }

    @Test("The outside party's list is asked for first", arguments: [CallSegment.Direction.inbound, .outbound])
    func outsideFirst(direction: CallSegment.Direction) async throws {
        let account = LongAccount(100_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let parties = [account.caller(90_000), LongAccount.mainNumber]
            let row = Samples.segment(
                start: account.start(90_000),
                duration: 60,
                direction: direction,
                from: direction == .inbound ? parties[0] : parties[1],
                to: direction == .inbound ? parties[1] : parties[0]
            )
            _ = await bench.find(row)
            #expect(account.queries.dropFirst().first?.contains("number=%2B4416") == true)
        }
    }

    @Test("A number that every call has is not read on: its list is as long as the account's")
    func mainNumber() async throws {
        let account = LongAccount(50_000)
        try await DubberBench.run({ $0.requestsPerDay = 100 }) { bench in
            account.serve(on: bench.peer)
            for _ in 0..<5 { _ = await bench.find(account.segment(40_000)) }
            await bench.dubber.endOfSearches()
            #expect(account.queries.count { $0.contains("number=") } <= 2)
        }
    }

    @Test("A row that was never recorded is honestly not there once both its numbers' lists are read")
    func neverRecorded() async throws {
        let account = LongAccount(1_000_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let row = account.segment(500_000, from: "+441619999999", to: "+441618888888", hasID: false)
            #expect(await bench.find(row)?.outcome == .notFound)
            #expect(account.queries.count == 3)
        }
    }

    @Test("Many rows far down are asked for by their numbers when that costs less than the list")
    func manyFarRows() async throws {
        let account = LongAccount(1_000_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let numbers = (0..<50).map { 900_000 + $0 * 1_000 }
            let rows = numbers.map { account.segment($0, from: account.caller($0)) }
            _ = await bench.find(rows)
            await bench.dubber.endOfSearches()
            #expect(await bench.find(rows).allSatisfy { $0?.foundIDs.count == 1 })
            #expect(account.queries.count <= 60)
        }
    }

    @Test("Rows nearby are answered while another is searched for, which costs them no call")
    func nearRows() async throws {
        let account = LongAccount(3_000)
        try await DubberBench.run({ ($0.pageSize, $0.longPageSize) = (20, 20) }) { bench in
            account.serve(on: bench.peer)
            let findings = await bench.find([account.segment(2_900), account.segment(30), account.segment(3)])
            #expect(findings[1]?.foundIDs == [account.id(30)])
            #expect(findings[2]?.foundIDs == [account.id(3)])
            #expect(seconds(findings[0]) != nil)
            await bench.dubber.endOfSearches()
        }
    }

    @Test("What there is no room for is not read for again and again; a number still leads to it")
    func noRoom() async throws {
        let account = LongAccount(5_000)
        try await DubberBench.run({ $0.pageSize = 100 }, index: .inMemory(maximumRecordings: 1_000)) { bench in
            account.serve(on: bench.peer)
            let row = account.segment(4_500)
            for _ in 0..<10 {
                #expect(seconds(await bench.find(row)) != nil)
                await bench.dubber.endOfSearches()
                bench.clock.advance(by: .seconds(700))
            }
            let pages = account.queries.count
            #expect(pages < 60)
            let numbered = account.segment(4_400, from: account.caller(4_400), hasID: false)
            #expect(await bench.find(numbered)?.foundIDs == [account.id(4_400)])
            #expect(account.queries.count <= pages + 4)
        }
    }

    @Test("A cached probe searches for nothing")
    func cached() async throws {
        let account = LongAccount(5_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            #expect(seconds(await bench.find(account.segment(4_500), probe: .cached)) != nil)
            await bench.dubber.endOfSearches()
            #expect(account.queries.isEmpty)
        }
    }

    @Test("With no share of the day for searches, a far row says when there is one again")
    func noShare() async throws {
        let account = LongAccount(50_000)
        try await DubberBench.run({ $0.searchPercentOfDay = 0 }) { bench in
            account.serve(on: bench.peer)
            let said = try #require(seconds(await bench.find(account.segment(40_000))))
            #expect(said > 60)
            await bench.dubber.endOfSearches()
            #expect(account.queries.count <= 3)
        }
    }

    @Test("A webhook's recording of long ago is looked up, and its call found, below all that is known")
    func oldRecordingArrives() async throws {
        let account = LongAccount(100_000)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let text =
                #"{"notification_url":"n","event_type":"recording.create","resource_url":"\#(bench.peer.baseURL)/uk1/v1/recordings/\#(account.id(90_000))"}"#
            let event = try #require(DubberHookEvent(Array(text.utf8)))
            await bench.dubber.notice(event, entry: bench.entry())?()
            let row = account.segment(90_000, hasID: true)
            #expect(await bench.find(row, probe: .cached)?.foundIDs == [account.id(90_000)])
        }
    }

    @Test("A page longer than any that is asked for is not read")
    func longPage() async throws {
        let account = LongAccount(50)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let item = #"{"id":"7","start_time":"Mon, 03 Dec 2018 10:00:00 +1300"}"#
            let body = "{\"recordings\":[" + Array(repeating: item, count: 11_000).joined(separator: ",") + "]}"
            bench.peer.on("GET", account.listPath) { _ in .json(200, body) }
            #expect(await bench.find(account.segment(3))?.outcome == .failed(.unexpectedAnswer))
        }
    }

    @Test("A page may hold so many items and no more", arguments: [(3, true), (4, false)])
    func pageLimit(count: Int, isRead: Bool) {
        let items = (0..<count).map { #"{"id":"\#($0)","start_time":"Mon, 03 Dec 2018 10:00:00 +1300"}"# }
        let body = Array("{\"recordings\":[\(items.joined(separator: ","))]}".utf8)
        let page = try? RecordingPage(body, maximumItems: 3)
        #expect((page != nil) == isRead)
    }
}
