internal import Recordings

/// The rows of a request that one host has not answered yet.
struct OpenRows: Sendable {
    var wants: [SegmentWant]
    /// All rows of the request.
    let crowd: SegmentCrowd
    /// Whether they are so few that recordings are shown which are not theirs.
    let isExplained: Bool
    /// What was told by ids so far.
    var told: [(segment: CallSegment, recording: Recording)] = []

    init(_ wants: [SegmentWant], crowd: SegmentCrowd, isExplained: Bool) {
        self.wants = wants
        self.crowd = crowd
        self.isExplained = isExplained
    }

    var isEmpty: Bool { wants.isEmpty }
}

extension LookupStep {
    /// Whether it is a segment's number that is asked for.
    func asks(for want: SegmentWant) -> Bool {
        if case .number(let number, _) = self { want.numbers.contains(number) } else { false }
    }
}
