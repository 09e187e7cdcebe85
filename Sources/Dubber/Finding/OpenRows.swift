internal import Recordings

/// The rows of a request that one host has not answered yet.
struct OpenRows: Sendable {
    var wants: [SegmentWant]
    /// All rows of the request.
    let crowd: SegmentCrowd
    /// Whether they are so few that recordings are shown which are not theirs.
    let isExplained: Bool
    /// What the lists have shown, those of the rows' numbers among them.
    private(set) var lists = ListSight()
    /// What was told by ids so far.
    var told: [(segment: CallSegment, recording: Recording)] = []

    init(_ wants: [SegmentWant], crowd: SegmentCrowd, isExplained: Bool) {
        self.wants = wants
        self.crowd = crowd
        self.isExplained = isExplained
    }

    var isEmpty: Bool { wants.isEmpty }

    /// Takes in what is known of lists now; numbers that were not looked at stay as they were.
    mutating func learn(_ latest: ListSight) {
        lists.coverage = latest.coverage
        lists.keptFrom = latest.keptFrom
        lists.numbers.merge(latest.numbers) { $1 }
    }
}

extension LookupStep {
    /// The numbers whose lists it reads.
    var numbers: Set<String> {
        if case .number(let number, _) = self { [number] } else { [] }
    }

    /// Whether it is a segment's number that is asked for.
    func asks(for want: SegmentWant) -> Bool {
        if case .number(let number, _) = self { want.numbers.contains(number) } else { false }
    }
}
