package import Recordings

/// A row of a report, and what is true of it.
package struct CorpusRow: Sendable {
    package let segment: CallSegment
    package let kind: CorpusKind
    /// The recordings of the call; empty when it was not recorded.
    package let truth: Set<RecordingID>
    /// Whether anything tells the call from others of its time: an id, or both parties.
    package let isTellable: Bool
}
