/// What happens in a made-up call; the raw value is the name in reports.
package enum CorpusKind: String, Sendable, CaseIterable {
    case plain = "one call, one recording"
    case twoLegs = "two recorded users, a recording each"
    case transferred = "transferred, a recording for each part"
    case onDemand = "recorded on demand, one to three parts"
    case voicemail = "voicemail"
    case similar = "similar calls at once"
    case withheld = "withheld callers at once"
    case redialled = "not answered, dialled again"
    case reusedID = "call id used before"
    case missing = "not recorded"

    /// How many of a hundred calls are of the kind.
    package var percent: Double {
        switch self {
        case .plain: 57
        case .twoLegs: 10
        case .transferred: 5
        case .onDemand: 5
        case .voicemail: 4
        case .similar: 4
        case .withheld: 1
        case .redialled: 3
        case .reusedID: 3
        case .missing: 8
        }
    }
}
