package import Foundation
package import Recordings

/// Which list: the whole account's, or one number's.
package enum ListView: Hashable, Sendable {
    case account
    /// As it was asked for.
    case number(String)
}

/// What lists have shown of an account, without the recordings.
package struct ListSight: Sendable {
    /// Of the account's list.
    package var coverage = Coverage()
    /// Of the lists of numbers; those never asked for are left out.
    package var numbers: [String: Coverage] = [:]
    /// Recordings that began earlier were let go for want of room: no list is read for them.
    package var keptFrom: Date?

    package init() {}

    /// Without what was claimed while the clock was ahead of the present.
    package func believed(at now: Date) -> ListSight {
        var sight = self
        sight.coverage = coverage.believed(at: now)
        sight.numbers = numbers.mapValues { $0.believed(at: now) }
        return sight
    }
}

/// A recording that the index knows.
package struct KnownRecording: Sendable {
    package let recording: Recording
    package let parties: PartyKeys
    /// When it was last asked for.
    package let seenAt: Date

    package init(_ recording: Recording, seenAt: Date) {
        self.init(recording, parties: PartyKeys(recording), seenAt: seenAt)
    }

    init(_ recording: Recording, parties: PartyKeys, seenAt: Date) {
        self.recording = recording
        self.parties = parties
        self.seenAt = seenAt
    }
}

/// What an index knows, all at one moment: a claim to know everything never stands beside recordings read before it.
package struct IndexSight: Sendable {
    package var lists = ListSight()
    /// Oldest first, each id once.
    package private(set) var known: [KnownRecording] = []

    package var recordings: [Recording] { known.map(\.recording) }

    init() {}

    init(lists: ListSight, known: [KnownRecording]) {
        self.lists = lists
        var latest: [RecordingID: KnownRecording] = [:]
        for one in known {
            // A recording whose start was corrected may still stand at its old one.
            if let held = latest[one.recording.recordingID], held.seenAt >= one.seenAt { continue }
            latest[one.recording.recordingID] = one
        }
        self.known = latest.values.sorted {
            ($0.recording.startTime, $0.recording.recordingID.rawValue)
                < ($1.recording.startTime, $1.recording.recordingID.rawValue)
        }
    }
}

/// What one page of a list, or a recording learned otherwise, tells.
package struct LearnedPage: Sendable {
    /// A recording past its expiry time is remembered for so long, so that it can be called expired.
    static let expiredKeptSeconds: TimeInterval = 30 * 86_400

    /// Each replaces an older state of itself.
    package let recordings: [Recording]
    /// The list's state after the page; `nil` for recordings learned otherwise.
    package let observation: Coverage.Observation?
    package let view: ListView
    /// When they were asked for.
    package let seenAt: Date
    /// Where everything that the account's list has was shown: what began there, and was not seen since the observation began, is gone.
    package let shown: Range<Date>?

    package init(
        _ recordings: [Recording],
        observation: Coverage.Observation? = nil,
        view: ListView = .account,
        seenAt: Date,
        shown: Range<Date>? = nil
    ) {
        self.recordings = recordings
        self.observation = observation
        self.view = view
        self.seenAt = seenAt
        self.shown = shown
    }

    /// Whether a recording that was known before is gone: it would have been shown.
    ///
    /// One that expired lately stays, so that it can be called expired.
    func hasLost(_ recording: Recording, seenAt: Date) -> Bool {
        guard let shown, let observation, shown.contains(recording.startTime), seenAt < observation.asOf else {
            return false
        }
        guard let expiryTime = recording.expiryTime, expiryTime <= observation.asOf else {
            return true
        }
        return observation.asOf.timeIntervalSince(expiryTime) >= Self.expiredKeptSeconds
    }
}

/// A change of what is known of an account; a change and what it claims are kept together, or not at all.
package enum IndexChange: Sendable {
    case learned(LearnedPage)
    /// The provider no longer has the recording.
    case removed(RecordingID)
    /// An observation cannot be read further.
    case stranded(Coverage.Observation, ListView)
}

/// What the provider's lists have said, so that most questions need no call.
package protocol RecordingIndex: Sendable {
    /// What has been seen of the account's list, and of some numbers' lists.
    func lists(of key: IndexKey, numbers: Set<String>) async -> ListSight

    /// What is known around some calls.
    func sight(of key: IndexKey, _ question: IndexQuestion) async -> IndexSight

    /// Takes in a change; whoever asks after this returns, sees it.
    func take(_ change: IndexChange, key: IndexKey) async

    /// One recording, if a list has shown it.
    func recording(_ id: RecordingID, key: IndexKey) async -> Recording?

    /// Forgets everything of an entry, at every revision.
    func forget(_ entry: CallRecIntGUID) async
}
