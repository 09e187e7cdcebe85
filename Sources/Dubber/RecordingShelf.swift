internal import Foundation
internal import Recordings

/// One account's recordings in memory, by id and by start, with what its lists have shown.
struct RecordingShelf: Sendable {
    /// A recording past its expiry time stays so long after its list was seen without it.
    static let expiredKeptSeconds = RecordingStore.expiredKeptSeconds

    private struct Kept: Sendable {
        let recording: Recording
        var seenAt: Date
    }

    var coverages: [ListView: Coverage] = [:]
    var usedAt = 0
    private var kept: [RecordingID: Kept] = [:]
    /// Oldest first; `nil` after a change, until it is wanted again.
    private var inOrder: [Recording]?

    var count: Int { kept.count }

    var account: KeptAccount {
        KeptAccount(recordings: kept.values.map { ($0.recording, $0.seenAt) }, coverages: coverages)
    }

    init(_ account: KeptAccount = KeptAccount()) {
        coverages = account.coverages
        for (recording, seenAt) in account.recordings {
            kept[recording.recordingID] = Kept(recording: recording, seenAt: seenAt)
        }
    }

    mutating func put(_ recordings: [Recording], seenAt: Date) {
        for recording in recordings {
            kept[recording.recordingID] = Kept(recording: recording, seenAt: seenAt)
        }
        inOrder = recordings.isEmpty ? inOrder : nil
    }

    mutating func record(_ observation: Coverage.Observation, view: ListView, maximumNumbers: Int) {
        if coverages[view] == nil, coverages.count > maximumNumbers {
            coverages = coverages.filter { $0.key == .account }
        }
        coverages[view, default: Coverage()].record(observation)
    }

    func recording(_ id: RecordingID) -> Recording? {
        kept[id]?.recording
    }

    mutating func recordings(startingIn span: Range<Date>) -> [Recording] {
        let sorted = sorted()
        let first = sorted.firstPlace { $0.startTime >= span.lowerBound }
        let end = sorted.firstPlace { $0.startTime >= span.upperBound }
        return Array(sorted[first..<end])
    }

    mutating func remove(_ id: RecordingID) {
        if kept.removeValue(forKey: id) != nil {
            inOrder = nil
        }
    }

    mutating func prune(startingIn span: Range<Date>, notSeenSince: Date) -> [RecordingID] {
        var gone: [RecordingID] = []
        for recording in recordings(startingIn: span) {
            guard let entry = kept[recording.recordingID], entry.seenAt < notSeenSince else {
                continue
            }
            if let expiryTime = recording.expiryTime, expiryTime <= notSeenSince,
                notSeenSince.timeIntervalSince(expiryTime) < Self.expiredKeptSeconds
            {
                continue
            }
            kept[recording.recordingID] = nil
            gone.append(recording.recordingID)
            inOrder = nil
        }
        return gone
    }

    /// Drops the oldest recordings beyond a number, with the claim to know about them.
    mutating func trim(to maximum: Int) {
        guard kept.count > maximum else {
            return
        }
        let sorted = sorted()
        let dropped = sorted.prefix(sorted.count - maximum)
        guard let newest = dropped.last?.startTime else {
            return
        }
        for recording in dropped {
            kept[recording.recordingID] = nil
        }
        inOrder = nil
        for view in coverages.keys {
            coverages[view]?.raise(to: newest.addingTimeInterval(1))
        }
    }

    private mutating func sorted() -> [Recording] {
        if let inOrder {
            return inOrder
        }
        let sorted = kept.values.map(\.recording).sorted {
            ($0.startTime, $0.recordingID.rawValue) < ($1.startTime, $1.recordingID.rawValue)
        }
        inOrder = sorted
        return sorted
    }
}

extension Array {
    /// The first index whose element satisfies a condition that, once true, stays true; found by halving.
    func firstPlace(where isPast: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isPast(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
