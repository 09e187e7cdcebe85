internal import Synchronization

/// Refusals and failures by their code, which is stable and of our own making; each is counted once.
final class FailureCounts: Sendable {
    /// How often a code came.
    private struct Count {
        var all = 0
        /// Instead of audio, or in the midst of it.
        var audio = 0
    }

    /// Codes counted by name; further ones are counted together as ``otherCode``.
    static let maximumCodes = 64
    static let otherCode = "other"

    private let counts = Mutex<[String: Count]>([:])

    /// Something was refused or failed.
    ///
    /// - Parameters:
    ///   - code: stable and of our own making.
    ///   - isAudio: whether audio was asked for, which was refused, failed or broke off on the service's side.
    func add(_ code: String, isAudio: Bool) {
        counts.withLock { counts in
            let isKnown = counts[code] != nil || counts.count < Self.maximumCodes
            let name = isKnown ? code : Self.otherCode
            counts[name, default: Count()].all += 1
            if isAudio { counts[name]?.audio += 1 }
        }
    }

    var all: [String: Int] { counts.withLock { $0.mapValues(\.all) } }

    /// Those of audio.
    var audio: [String: Int] {
        counts.withLock { $0.mapValues(\.audio).filter { $0.value > 0 } }
    }
}
