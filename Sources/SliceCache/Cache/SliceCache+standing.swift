internal import Foundation
internal import Synchronization

/// What is in the cache.
extension SliceCache {
    /// How much of a recording is here.
    package struct Standing: Sendable, Hashable {
        package let sizeBytes: Int64
        package let cachedBytes: Int64
        package let contentType: String
    }

    /// How much of everything is here.
    package struct Totals: Sendable, Hashable {
        package let recordings: Int
        package let storedBytes: Int64
        package let openRecordings: Int
        package let flights: Int
        package let readers: Int
    }

    /// What is here of a recording, without touching it; `nil` when nothing is.
    package func standing(of key: RecordingKey) -> Standing? {
        let now = unixNow
        guard let item = ask({ $0.version(of: key) }), !item.isExpired(now: now) else { return nil }
        return Standing(
            sizeBytes: item.row.validator.sizeBytes,
            cachedBytes: item.recording?.completeBytes ?? item.storedBytes,
            contentType: item.row.validator.contentType
        )
    }

    /// What can be told at once, however much is kept.
    package struct Gauges: Sendable, Hashable {
        package let recordings: Int
        package let storedBytes: Int64
        package let flights: Int
        package let readers: Int
    }

    package var gauges: Gauges {
        ask { desk in
            Gauges(
                recordings: desk.catalog.items.count,
                storedBytes: desk.catalog.storedBytes,
                flights: desk.flights.count,
                readers: desk.readers
            )
        }
    }

    package var totals: Totals {
        ask { desk in
            Totals(
                recordings: desk.catalog.items.count,
                storedBytes: desk.catalog.storedBytes,
                openRecordings: desk.catalog.items.values.count { $0.recording != nil },
                flights: desk.flights.count,
                readers: desk.readers
            )
        }
    }
}
