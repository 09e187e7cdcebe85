import Dubber
import Foundation
import Recordings
import Testing

@Suite("What list pages prove")
struct ListReadingTests {
    let asked = TestClock.start

    /// Recordings whose starts are so many seconds before a fixed moment; the id is the age.
    func page(_ ages: [Int], itemCount: Int? = nil) throws -> RecordingPage {
        let recordings = try ages.map { try Samples.recording("\($0)", start: Samples.start - Double($0)) }
        return RecordingPage(recordings: recordings, itemCount: itemCount ?? ages.count)
    }

    func proceed(
        _ observation: Coverage.Observation,
        _ page: RecordingPage,
        after: TimeInterval = 1,
        isLong: Bool = false
    ) -> ListReading.Outcome {
        ListReading.proceed(observation, with: page, askedAt: asked + after, pageSize: 3, isLong: isLong)
    }

    @Test("A full page covers down to just above its last item")
    func fullPage() throws {
        let observation = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        #expect(observation.floor == Samples.start - 19)
        #expect(observation.cursor == RecordingID("20"))
        #expect(!observation.reachesEnd)
    }

    @Test("A page with fewer items than asked for, or none, is the last", arguments: [[0, 10], []])
    func shortPage(ages: [Int]) throws {
        let observation = ListReading.begin(try page(ages), askedAt: asked, pageSize: 3)
        #expect(observation.reachesEnd)
        #expect(observation.cursor == nil)
    }

    @Test("An unreadable item counts for the page's fullness")
    func unreadable() throws {
        let observation = ListReading.begin(try page([0, 10], itemCount: 3), askedAt: asked, pageSize: 3)
        #expect(!observation.reachesEnd)
    }

    @Test("A cursor may be inclusive", arguments: [[20, 30, 40], [30, 35, 40]])
    func nextPage(ages: [Int]) throws {
        let first = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        guard case .observed(let next) = proceed(first, try page(ages)) else {
            Issue.record("the page continues")
            return
        }
        #expect(next.asOf == asked)
        #expect(next.floor == Samples.start - 39)
    }

    @Test("A full page that brings nothing older proves nothing")
    func cursorIgnored() throws {
        let first = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        #expect(proceed(first, try page([0, 10, 20])) == .brokenOff)
        #expect(proceed(first, try page([-10, 0, 10])) == .brokenOff)
    }

    @Test(
        "A long page that comes short is not the last, however short; what it shows is known",
        arguments: [([30, 40, 50, 60], 59), ([30, 40, 50], 49), ([30, 40], 39), ([20], 19), ([], 19)]
    )
    func shortLongPage(ages: [Int], floorAge: Int) throws {
        let first = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        guard case .observed(let next) = proceed(first, try page(ages), isLong: true) else {
            Issue.record("the page continues")
            return
        }
        #expect(!next.reachesEnd)
        #expect(next.floor == Samples.start - Double(floorAge))
        #expect(next.cursor == RecordingID("\(ages.last ?? 20)"))
        let ages = (ages + [20, 10]).sorted(by: >)
        #expect(ListReading.cursor(of: next, now: asked + 100) == RecordingID("\(ages.first { $0 < ages[0] } ?? 0)"))
        guard case .observed(let last) = proceed(next, try page([]), after: 2) else {
            Issue.record("the list ends")
            return
        }
        #expect(last.reachesEnd)
    }

    @Test("A long page that begins at the head again proves nothing, also where it comes short")
    func longCursorIgnored() throws {
        let first = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        #expect(proceed(first, try page([0, 10, 20]), isLong: true) == .brokenOff)
        guard case .observed(let next) = proceed(first, try page([0, 10]), isLong: true) else {
            Issue.record("what came is kept")
            return
        }
        #expect(!next.reachesEnd)
    }

    @Test("A cursor that wants proof is not asked for a long page", arguments: [(10, 500), (100, 100)])
    func longCount(after: TimeInterval, count: Int) throws {
        let first = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        #expect(ListReading.count(500, after: first, now: asked + after, pageSize: 100) == count)
        #expect(ListReading.count(100, after: first, now: asked + after, pageSize: 100) == 100)
    }

    @Test("Items out of order lower what is claimed by as much")
    func disorder() throws {
        let first = ListReading.begin(try page([0, 30, 20]), askedAt: asked, pageSize: 3)
        #expect(first.floor == Samples.start - 19)
    }

    @Test("An observation made long ago is read on only with proof that its cursor still leads on")
    func resumed() throws {
        let first = ListReading.begin(try page([0, 10, 20]), askedAt: asked, pageSize: 3)
        #expect(ListReading.cursor(of: first, now: asked + 10) == RecordingID("20"))
        #expect(ListReading.cursor(of: first, now: asked + 100) == RecordingID("10"))
        #expect(proceed(first, try page([30, 40, 50]), after: 100) == .brokenOff)
        #expect(proceed(first, try page([]), after: 100) == .brokenOff)
        guard case .observed(let next) = proceed(first, try page([20, 30, 40]), after: 100) else {
            Issue.record("the page overlaps")
            return
        }
        #expect(next.floor == Samples.start - 39)
    }

    @Test("Newer observations replace those they reach as deep as, and the deepest stays")
    func staircase() throws {
        var coverage = Coverage()
        for step in 0..<40 {
            let depth = Double(40 - step) * 100
            let recording = try Samples.recording("\(step)", start: Samples.start - depth)
            let page = RecordingPage(recordings: [recording], itemCount: 1)
            coverage.record(ListReading.begin(page, askedAt: asked + Double(step), pageSize: 1))
        }
        #expect(coverage.observations.count == Coverage.maximumObservations)
        #expect(coverage.observation(reaching: Samples.start - 3_900, since: .distantPast)?.asOf == asked)
        #expect(coverage.observation(reaching: Samples.start - 3_900, since: asked + 1) == nil)
        coverage.record(ListReading.begin(try page([]), askedAt: asked + 100, pageSize: 1))
        #expect(coverage.observations.count == 1)
    }
}
