internal import Recordings

/// Which entry a report is to use, before it is known to exist.
enum ChosenEntry: Equatable {
    /// The user's own "Recording Playback" assignment.
    case assigned(CallRecIntGUID)
    /// The entry used instead, because the report ran across a demonstration simulator.
    case demonstration

    var guid: CallRecIntGUID {
        switch self {
        case .assigned(let guid): guid
        case .demonstration: .demonstrationSimulator
        }
    }
}
