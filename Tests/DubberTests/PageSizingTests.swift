import Dubber
import Foundation
import Testing

@Suite("How many recordings a page is asked for")
struct PageSizingTests {
    /// An observation of so many items, made so many seconds after the clock's start.
    func observation(_ itemCount: Int = 100, at second: Double = 0, isEnd: Bool = false) -> Coverage.Observation {
        ListReading.begin(
            RecordingPage(recordings: [], itemCount: itemCount),
            askedAt: TestClock.start + second,
            pageSize: isEnd ? itemCount + 1 : itemCount
        )
    }

    /// A further page, of the list whose first page came at the clock's start.
    struct Page {
        let asked: Int
        let came: Int
        var isMore = true
        var isEnd = false
    }

    func sizing(usual: Int = 100, long: Int = 500, _ pages: [Page] = []) -> PageSizing {
        var sizing = PageSizing(usual: usual, long: long)
        for page in pages {
            let seen = observation(page.came, isEnd: page.isEnd)
            sizing.take(asked: page.asked, itemCount: page.came, isMore: page.isMore, observation: seen)
        }
        return sizing
    }

    @Test(
        "A long page is asked for where several usual ones lead down, and the configuration has one",
        arguments: [
            (100, 500, 1, 100), (100, 500, 2, 500), (100, 500, 40, 500), (100, 100, 40, 100), (100, 50, 40, 100),
            (500, 500, 40, 500), (0, 5, 40, 5), (0, 0, 40, 1),
        ]
    )
    func several(usual: Int, long: Int, pages: Int, count: Int) {
        #expect(PageSizing(usual: usual, long: long).count(after: observation(), pages: pages) == count)
    }

    @Test(
        "What pages have shown: asked for in this list, in another, and what is reckoned with",
        arguments: [
            // Given in full.
            ([Page(asked: 500, came: 500)], 500, 500, 500),
            // Short: the end or a cap, which a usual page tells.
            ([Page(asked: 500, came: 100)], 100, 500, 100),
            ([Page(asked: 500, came: 250)], 100, 500, 500),
            ([Page(asked: 500, came: 20)], 100, 500, 100),
            ([Page(asked: 500, came: 0, isMore: false)], 100, 500, 100),
            // A cap: the list went on.
            ([Page(asked: 500, came: 100), Page(asked: 100, came: 100)], 100, 100, 100),
            ([Page(asked: 500, came: 250), Page(asked: 100, came: 100)], 250, 250, 250),
            ([Page(asked: 500, came: 250), Page(asked: 100, came: 1)], 250, 250, 250),
            ([Page(asked: 500, came: 20), Page(asked: 100, came: 100)], 100, 100, 100),
            // The end: nothing followed.
            ([Page(asked: 500, came: 250), Page(asked: 100, came: 0, isMore: false)], 500, 500, 500),
            ([Page(asked: 500, came: 250), Page(asked: 100, came: 1, isMore: false)], 500, 500, 500),
            // A cap that was lowered, and one that had been given.
            (
                [
                    Page(asked: 500, came: 250), Page(asked: 100, came: 100), Page(asked: 250, came: 250),
                    Page(asked: 250, came: 120), Page(asked: 100, came: 100),
                ], 120, 120, 120
            ),
            ([Page(asked: 500, came: 500), Page(asked: 500, came: 100), Page(asked: 100, came: 100)], 100, 100, 100),
        ]
    )
    func shown(pages: [Page], here: Int, elsewhere: Int, expected: Int) {
        let sizing = sizing(pages)
        #expect(sizing.count(after: observation(1_000), pages: 9) == here)
        #expect(sizing.count(after: observation(1_000, at: 60), pages: 9) == elsewhere)
        #expect(sizing.expected == expected)
    }

    @Test(
        "Near the end of a list whose length is known a usual page is asked for",
        arguments: [(0, 500), (150, 500), (151, 100), (300, 100)]
    )
    func nearEnd(seen: Int, count: Int) {
        let sizing = sizing([Page(asked: 100, came: 250, isMore: false, isEnd: true)])
        #expect(sizing.count(after: observation(seen, at: 60), pages: 9) == count)
    }

    @Test(
        "A host that refuses is not asked for a long page again; one that gave some and may have failed, once more",
        arguments: [(false, false, 1), (false, true, 1), (true, false, 1), (true, true, 2)]
    )
    func refused(isProven: Bool, isVague: Bool, refusals: Int) {
        var sizing = sizing(isProven ? [Page(asked: 500, came: 500)] : [])
        for _ in 0..<refusals {
            #expect(sizing.count(after: observation(), pages: 9) == 500)
            sizing.refuse(isVague: isVague)
            #expect(sizing.expected == 100)
        }
        #expect(sizing.count(after: observation(), pages: 9) == 100)
    }
}
