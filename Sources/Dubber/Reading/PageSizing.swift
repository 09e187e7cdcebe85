internal import Foundation

/// How many recordings one host is asked for at a time, by what its pages have shown: pure.
///
/// A long page that comes with fewer items than asked for is never taken for the list's end: it may be all that the host gives. What follows it
/// is asked for with the usual size, whose short page is the last, and which shows so which of the two it was.
///
/// Source: Dubber API, Recordings (B: 100 and 500 used; A: a short page is the last); record 0060.
package struct PageSizing: Sendable, Hashable {
    /// Where fewer usual pages lead down to the rows, a long one saves no call.
    package static let fewestPages = 2

    /// A long page that came with fewer items than asked for.
    private struct ShortPage: Sendable, Hashable {
        /// Of the observation that it belongs to.
        let asOf: Date
        let itemCount: Int
    }

    /// Items of a first page, of a number's list, and wherever few pages lead down.
    package let usual: Int
    /// Items of a long page; not above ``usual`` where the host gives no longer ones.
    package private(set) var long: Int
    /// Whether the host has given more than ``usual`` when asked for a long page.
    package private(set) var isProven = false
    private var short: ShortPage?
    /// Items of the whole list, when its end was last seen.
    private var listLength: Int?

    package init(usual: Int, long: Int) {
        self.usual = max(usual, 1)
        self.long = long
    }

    /// Items of a further page that can be reckoned with.
    package var expected: Int { isProven ? long : usual }

    /// How many items the page after an observation is asked for.
    ///
    /// - Parameters:
    ///   - observation: of the account's list.
    ///   - pages: of the usual size that lead down to the deepest row, about.
    /// - Returns: the `count` to ask for.
    package func count(after observation: Coverage.Observation, pages: Int) -> Int {
        guard long > usual, pages >= Self.fewestPages, short?.asOf != observation.asOf else {
            return usual
        }
        // Near the end a usual page tells that it is the last, a long one would want another to tell it.
        if let listLength, listLength - observation.itemCount < usual {
            return usual
        }
        return long
    }

    /// Takes in a page of the account's list.
    ///
    /// - Parameters:
    ///   - asked: the `count` that was asked for.
    ///   - itemCount: what came.
    ///   - isMore: whether anything came but the cursor's own item.
    ///   - observation: with the page.
    package mutating func take(asked: Int, itemCount: Int, isMore: Bool, observation: Coverage.Observation) {
        if observation.reachesEnd {
            listLength = observation.itemCount
        }
        guard asked <= usual else {
            isProven = isProven || itemCount > usual
            short = itemCount < asked ? ShortPage(asOf: observation.asOf, itemCount: itemCount) : nil
            return
        }
        guard let came = short, came.asOf == observation.asOf else {
            return
        }
        short = nil
        if isMore {
            // The list went on: so many are all that the host gives.
            long = came.itemCount
            isProven = isProven && long > usual
        }
    }

    /// Takes in that a long page was refused, and the usual one in its place given.
    ///
    /// - Parameter isVague: whether the host may just have failed; one that has given long pages is then asked for one once more.
    package mutating func refuse(isVague: Bool) {
        if isVague, isProven {
            isProven = false
        } else {
            (long, isProven) = (usual, false)
        }
    }
}
