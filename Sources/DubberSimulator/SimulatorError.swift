/// Why a simulator cannot be made from its configuration.
package enum SimulatorError: Error, Hashable, Sendable {
    /// The JSON is not a configuration; the value names the place.
    case malformedConfiguration(at: String)
    /// A region's name is not a path part of `a-z 0-9 -`, or is one that the simulator needs itself.
    case unusableRegionName(String)
    /// Two recordings of one region share an id.
    case duplicateRecording(id: String, region: String)
    /// Two accounts of one region share a slug or a client id with an Auth ID.
    case duplicateAccount(slug: String, region: String)
    /// No example recording has this file name.
    case unknownExample(file: String)
    /// An audio file does not exist, cannot be read, or is longer than ``AudioContent/maximumFileBytes``.
    case unreadableAudio(path: String)
    /// The example recordings are not beside the program, or their manifest is broken.
    case examplesMissing

    /// The stable word for logs.
    package var reason: String {
        switch self {
        case .malformedConfiguration: "malformedConfiguration"
        case .unusableRegionName: "unusableRegionName"
        case .duplicateRecording: "duplicateRecording"
        case .duplicateAccount: "duplicateAccount"
        case .unknownExample: "unknownExample"
        case .unreadableAudio: "unreadableAudio"
        case .examplesMissing: "examplesMissing"
        }
    }
}

extension SimulatorError: CustomStringConvertible {
    /// One clear line for standard error.
    package var description: String {
        switch self {
        case .malformedConfiguration(let place): "The simulator's configuration is malformed at \(place)."
        case .unusableRegionName(let name): "The region name \"\(name)\" is unusable; take a-z, 0-9 and hyphens."
        case .duplicateRecording(let id, let region): "Region \(region) has two recordings with the id \(id)."
        case .duplicateAccount(let slug, let region):
            "Region \(region) has the account \(slug) or its credentials twice."
        case .unknownExample(let file): "There is no example recording \(file)."
        case .unreadableAudio(let path): "The audio file \(path) cannot be read or is too long."
        case .examplesMissing: "The example recordings are missing beside the program."
        }
    }
}
