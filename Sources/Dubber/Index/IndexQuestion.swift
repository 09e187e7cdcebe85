package import Foundation
internal import Recordings

/// What is to be known around some calls: not all recordings of their time, but those that can be theirs.
package struct IndexQuestion: Hashable, Sendable {
    /// Two parties, and when a recording of theirs may have begun.
    struct Parties: Hashable, Sendable {
        let keys: PartyKeys
        let window: Range<Date>
    }

    /// An id, and when a recording that carries it may have begun.
    struct Identity: Sendable, Hashable {
        let key: TextKey
        let window: Range<Date>
    }

    /// Recordings that one window shows whoever took part; those beyond are not needed for an answer.
    static let maximumInWindow = 500

    /// Whose lists are of interest as well.
    package var numbers: Set<String> = []
    var callIDs: [Identity] = []
    var trackingIDs: [Identity] = []
    var parties: [Parties] = []
    /// Where every recording is of interest, up to a number.
    var windows: [Range<Date>] = []
    var maximumInWindow = IndexQuestion.maximumInWindow

    /// Everything that began in a span.
    package init(numbers: Set<String> = [], everythingIn span: Range<Date>) {
        self.numbers = numbers
        windows = [span]
        maximumInWindow = .max
    }

    /// What carries an external call id.
    init(callID: String, in span: Range<Date>) {
        callIDs = [Identity(key: TextKey(callID), window: span)]
    }

    /// What can answer some segments.
    ///
    /// - Parameters:
    ///   - wants: the segments.
    ///   - numbers: whose lists are of interest.
    ///   - isExplained: whether recordings nearby are shown although they cannot be a segment's.
    ///   - tolerances: of matching.
    init(_ wants: [SegmentWant], numbers: Set<String>, isExplained: Bool, tolerances: MatchTolerances) {
        self.numbers = numbers
        let around = TimeInterval(tolerances.identityWindowSeconds)
        for want in wants {
            let start = want.segment.startTime
            let identity = start.addingTimeInterval(-around)..<start.addingTimeInterval(around)
            if let id = want.segment.externalCallID, !id.isEmpty {
                callIDs.append(Identity(key: TextKey(id), window: identity))
            }
            trackingIDs += want.trackingIDs.map { Identity(key: TextKey($0), window: identity) }
            let nearby = IndexView.window(of: want, tolerances: tolerances)
            if isExplained {
                windows.append(nearby)
            }
            if want.parties.from != nil, want.parties.to != nil {
                parties.append(Parties(keys: want.parties, window: nearby))
            }
        }
    }

    /// The whole time that the question is about; `nil` when it is about nothing.
    var span: Range<Date>? {
        let all = windows + parties.map(\.window) + (callIDs + trackingIDs).map(\.window)
        guard let first = all.map(\.lowerBound).min(), let end = all.map(\.upperBound).max() else {
            return nil
        }
        return first..<end
    }
}
