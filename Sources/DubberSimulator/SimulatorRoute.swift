import Foundation

/// What a request's path means to the simulator.
package enum SimulatorRoute: Hashable, Sendable {
    case token(region: String)
    case profile(region: String)
    case recordings(region: String, account: String)
    case recording(region: String, id: String)
    case waveform(region: String, id: String)
    /// Something of an account beside its list of recordings.
    case accountPart(region: String, account: String, part: AccountPart)
    /// `file` is the recording's id with the audio's extension.
    case audio(region: String, account: String, file: String)
    case wrongPath(region: String)
    case faults
    case counters
    case limits
    /// An account's recordings, or one of them, to be changed.
    case catalogue(region: String, account: String, id: String?)

    /// The first path parts that no region may be called.
    package static let reservedNames: Set<String> = ["admin", "store"]

    /// Reads a path without its query.
    package init(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
            .map { String($0).removingPercentEncoding ?? String($0) }
        let region = parts.first ?? ""
        self =
            switch parts.count {
            case 2 where parts == ["admin", "faults"]: .faults
            case 2 where parts == ["admin", "counters"]: .counters
            case 2 where parts == ["admin", "limits"]: .limits
            case 4 where parts[0...1] == ["admin", "recordings"]:
                .catalogue(region: parts[2], account: parts[3], id: nil)
            case 5 where parts[0...1] == ["admin", "recordings"]:
                .catalogue(region: parts[2], account: parts[3], id: parts[4])
            case 4 where region == "store": .audio(region: parts[1], account: parts[2], file: parts[3])
            case 3 where parts[1...] == ["v1", "token"]: .token(region: region)
            case 3 where parts[1...] == ["v1", "profile"]: .profile(region: region)
            case 4 where parts[1...2] == ["v1", "recordings"]: .recording(region: region, id: parts[3])
            case 5 where parts[1...2] == ["v1", "recordings"] && parts[4] == "waveform":
                .waveform(region: region, id: parts[3])
            case 4 where parts[1...2] == ["v1", "accounts"]:
                .accountPart(region: region, account: parts[3], part: .itself)
            case 5 where parts[1...2] == ["v1", "accounts"] && parts[4] == "users":
                .accountPart(region: region, account: parts[3], part: .users)
            case 5 where parts[1...2] == ["v1", "accounts"] && parts[4] == "dub_points":
                .accountPart(region: region, account: parts[3], part: .dubPoints)
            case 7 where parts[1...2] == ["v1", "accounts"] && parts[4] == "recordings" && parts[6] == "ai":
                .accountPart(region: region, account: parts[3], part: .insight(recording: parts[5]))
            case 5 where parts[1...2] == ["v1", "accounts"] && parts[4] == "recordings":
                .recordings(region: region, account: parts[3])
            default: .wrongPath(region: region)
            }
    }

    /// `nil` for the simulator's own routes.
    package var target: (kind: RequestKind, region: String)? {
        switch self {
        case .token(let region): (.token, region)
        case .profile(let region): (.profile, region)
        case .recordings(let region, _): (.recordings, region)
        case .recording(let region, _): (.recording, region)
        case .audio(let region, _, _): (.audio, region)
        case .waveform(let region, _), .accountPart(let region, _, _), .wrongPath(let region): (.other, region)
        case .faults, .counters, .limits, .catalogue: nil
        }
    }
}
