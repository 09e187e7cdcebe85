internal import Recordings
internal import Synchronization

/// Who is listening: a user and a recording, while an answer is being written or was asked for moments ago.
///
/// A player fetches ahead and then falls silent, so "moments" is longer than players usually pause.
final class Listeners: Sendable {
    /// How long after its latest request a listener still counts, in seconds.
    static let windowSeconds: Int64 = 30
    /// Listeners remembered; beyond, those that were heard of longest ago are let go.
    static let maximumListeners = 20_000

    private struct Standing {
        var openAnswers = 0
        /// Seconds since 1970.
        var heardAt: Int64
    }

    private let standings = Mutex<[Int: Standing]>([:])

    /// What a user and a recording are kept under: equal within this process only.
    static func key(user: String?, entry: CallRecIntGUID, recording: RecordingID) -> Int {
        var hasher = Hasher()
        hasher.combine(user)
        hasher.combine(entry)
        hasher.combine(recording)
        return hasher.finalize()
    }

    /// A request came.
    func heard(_ key: Int, now: Int64) {
        standings.withLock { standings in
            standings[key, default: Standing(heardAt: now)].heardAt = now
            if standings.count > Self.maximumListeners { Self.forget(&standings, now: now) }
        }
    }

    /// An answer begins to be written.
    func begin(_ key: Int, now: Int64) {
        standings.withLock { $0[key, default: Standing(heardAt: now)].openAnswers += 1 }
    }

    /// An answer was written, or broke off.
    func end(_ key: Int, now: Int64) {
        standings.withLock { standings in
            standings[key]?.openAnswers -= 1
            standings[key]?.heardAt = now
        }
    }

    /// How many listen; forgets the others.
    func count(now: Int64) -> Int {
        standings.withLock { standings in
            standings = standings.filter { $0.value.openAnswers > 0 || now - $0.value.heardAt <= Self.windowSeconds }
            return standings.count
        }
    }

    /// Lets go of who fell silent, or else of the older half of those without an answer under way.
    private static func forget(_ standings: inout [Int: Standing], now: Int64) {
        standings = standings.filter { $0.value.openAnswers > 0 || now - $0.value.heardAt <= windowSeconds }
        guard standings.count > maximumListeners else { return }
        let middle = standings.values.map(\.heardAt).sorted()[standings.count / 2]
        standings = standings.filter { $0.value.openAnswers > 0 || $0.value.heardAt > middle }
    }
}
