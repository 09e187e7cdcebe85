internal import Foundation
internal import Recordings

/// Changes of an account that the database did not take yet, in order, and what is known with them: pure.
struct UnwrittenChanges: Sendable {
    /// The most that are held of all accounts; one that wants more is forgotten, because a claim must not outlive the recordings it rests on.
    static let maximum = 100

    private(set) var changes: [IndexChange] = []
    /// Set when the account as the database has it stands no longer.
    private(set) var forgetsAccount = false

    var isEmpty: Bool { changes.isEmpty && !forgetsAccount }

    /// Takes one more in; without room for it, everything before it is forgotten.
    mutating func append(_ change: IndexChange, hasRoom: Bool) {
        if !hasRoom {
            changes = []
            forgetsAccount = true
        }
        changes.append(change)
    }

    /// Takes note that the database has taken the first ones.
    mutating func wrote(_ count: Int) {
        changes.removeFirst(min(count, changes.count))
        forgetsAccount = false
    }

    /// What is known of lists, with the changes.
    func applied(to kept: ListSight, numbers: Set<String>) -> ListSight {
        var sight = forgetsAccount ? ListSight() : kept
        func update(_ view: ListView, _ change: (inout Coverage) -> Void) {
            switch view {
            case .account: change(&sight.coverage)
            case .number(let number):
                if numbers.contains(number) { change(&sight.numbers[number, default: Coverage()]) }
            }
        }
        for change in changes {
            switch change {
            case .learned(let page):
                if let observation = page.observation {
                    update(page.view) { $0.record(observation) }
                }
            case .stranded(let observation, let view):
                update(view) { $0.strand(observation) }
            case .removed:
                break
            }
        }
        return sight
    }

    /// What is known around some calls, with the changes: recordings that nobody asked for may be among them.
    func applied(to kept: IndexSight, _ question: IndexQuestion) -> IndexSight {
        let lists = applied(to: kept.lists, numbers: question.numbers)
        var known: [RecordingID: KnownRecording] = [:]
        for one in forgetsAccount ? [] : kept.known {
            known[one.recording.recordingID] = one
        }
        let span = question.span
        for change in changes {
            switch change {
            case .learned(let page):
                for recording in page.recordings where span?.contains(recording.startTime) == true {
                    known[recording.recordingID] = KnownRecording(recording, seenAt: page.seenAt)
                }
                known = known.filter { !page.hasLost($0.value.recording, seenAt: $0.value.seenAt) }
            case .removed(let id):
                known[id] = nil
            case .stranded:
                break
            }
        }
        return IndexSight(lists: lists, known: Array(known.values))
    }

    /// One recording, with the changes.
    func applied(to kept: KnownRecording?, id: RecordingID) -> KnownRecording? {
        var known = forgetsAccount ? nil : kept
        for change in changes {
            switch change {
            case .learned(let page):
                if let recording = page.recordings.last(where: { $0.recordingID == id }) {
                    known = KnownRecording(recording, seenAt: page.seenAt)
                } else if let one = known, page.hasLost(one.recording, seenAt: one.seenAt) {
                    known = nil
                }
            case .removed(id): known = nil
            case .removed, .stranded: break
            }
        }
        return known
    }
}
