package import Foundation
package import Recordings

/// Draws from each page what it proves about the list: pure.
package enum ListReading {
    /// An observation read on later than this wants proof that its cursor still leads where it did.
    package static let trustedCursorSeconds: TimeInterval = 60

    /// Doubts kept apart; more become one.
    package static let maximumDoubts = 64

    package enum Outcome: Sendable, Hashable {
        case observed(Coverage.Observation)
        /// The page does not continue where the observation stopped: nothing is claimed.
        case brokenOff
    }

    /// What the first page of a list shows.
    package static func begin(_ page: RecordingPage, askedAt: Date, pageSize: Int) -> Coverage.Observation {
        let start = Coverage.Observation(
            asOf: askedAt,
            extendedAt: askedAt,
            floor: .distantFuture,
            oldest: .distantFuture,
            disorderSeconds: 0,
            cursor: nil,
            anchor: nil,
            itemCount: 0,
            pageCount: 0
        )
        return advanced(start, by: page, askedAt: askedAt, isEnd: page.itemCount < pageSize)
    }

    /// The cursor for the next page: the last item, or one before it when the last page is long ago.
    package static func cursor(of observation: Coverage.Observation, now: Date) -> RecordingID? {
        isTrusted(observation, now: now) ? observation.cursor : observation.anchor
    }

    /// How many items to ask for: a cursor that wants proof is not asked for a long page, so that one which is refused is refused for its length.
    package static func count(
        _ planned: Int,
        after observation: Coverage.Observation,
        now: Date,
        pageSize: Int
    ) -> Int {
        isTrusted(observation, now: now) ? planned : min(planned, pageSize)
    }

    /// What a further page of the list shows.
    ///
    /// - Parameters:
    ///   - observation: what was read before.
    ///   - page: what follows.
    ///   - askedAt: when the page was asked for.
    ///   - pageSize: items of a usual page.
    ///   - isLong: whether more were asked for: then fewer do not show that the list has ended.
    /// - Returns: what is known now.
    package static func proceed(
        _ observation: Coverage.Observation,
        with page: RecordingPage,
        askedAt: Date,
        pageSize: Int,
        isLong: Bool = false
    ) -> Outcome {
        if !isTrusted(observation, now: askedAt),
            !page.recordings.contains(where: { $0.recordingID == observation.cursor })
        {
            return .brokenOff
        }
        // A server that does not know the cursor may begin at the head again; then a full page brings nothing older.
        let isProgress = page.recordings.contains {
            $0.startTime <= observation.oldest && $0.recordingID != observation.cursor
                && $0.recordingID != observation.anchor
        }
        if !isProgress, page.itemCount >= pageSize {
            return .brokenOff
        }
        // A page with fewer items than asked for is the last (Dubber API, Recordings, A).
        let isEnd = !isLong && page.itemCount < pageSize
        return .observed(advanced(observation, by: page, askedAt: askedAt, isEnd: isEnd))
    }

    private static func isTrusted(_ observation: Coverage.Observation, now: Date) -> Bool {
        now.timeIntervalSince(observation.extendedAt) <= trustedCursorSeconds
    }

    private static func advanced(
        _ observation: Coverage.Observation,
        by page: RecordingPage,
        askedAt: Date,
        isEnd: Bool
    ) -> Coverage.Observation {
        var next = observation
        next.extendedAt = askedAt
        next.itemCount += page.itemCount
        next.pageCount += 1
        for recording in page.recordings where recording.recordingID != observation.cursor {
            let above = recording.startTime.timeIntervalSince(next.oldest)
            // What an overlapping page repeats lies above the oldest without being out of order.
            if above > 0, recording.recordingID != observation.anchor {
                next.disorderSeconds = max(next.disorderSeconds, above)
            }
            next.oldest = min(next.oldest, recording.startTime)
        }
        next.cursor = page.recordings.last?.recordingID ?? observation.cursor
        next.anchor =
            page.recordings.dropLast().last?.recordingID
            ?? (next.cursor == observation.cursor ? observation.anchor : observation.cursor)
        next.doubts = doubts(observation, with: page)
        // Start times are whole seconds.
        let reached = next.oldest.addingTimeInterval(next.disorderSeconds + 1)
        next.floor = isEnd ? .distantPast : min(observation.floor, reached)
        if isEnd {
            next.cursor = nil
        }
        return next
    }

    /// The doubts of both, with the ends that one page left open closed by what the next one shows.
    private static func doubts(_ observation: Coverage.Observation, with page: RecordingPage) -> [ClosedRange<Date>] {
        let newest = page.recordings.first?.startTime ?? .distantPast
        let earlier = observation.doubts.map { doubt in
            doubt.lowerBound == .distantPast ? min(newest, doubt.upperBound)...doubt.upperBound : doubt
        }
        let later = page.doubts.map { doubt in
            let isOpen = doubt.upperBound == .distantFuture && observation.pageCount > 0
            return isOpen ? doubt.lowerBound...max(observation.oldest, doubt.lowerBound) : doubt
        }
        let all = earlier + later
        guard all.count > maximumDoubts, let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max()
        else {
            return all
        }
        return [first...last]
    }
}
