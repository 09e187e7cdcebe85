internal import Foundation
package import Recordings
internal import Synchronization

/// Requests that played nothing, told of together: a row for each kind and minute, however many there are.
extension PlaybackAudit {
    /// How long refusals of one kind are gathered into one row.
    static let refusalSeconds: TimeInterval = 60
    /// Kinds gathered at once; more go into one row that names none.
    static let maximumRefusalKinds = 1_000

    /// Takes note of a request that was refused, or failed before its first byte.
    ///
    /// - Parameters:
    ///   - code: the answer's code.
    ///   - user: whose right it was; `nil` where the request did not prove it, and entry and recording are anybody's words.
    ///   - entry: what was asked for.
    ///   - recording: what was asked for.
    ///   - address: the peer's.
    ///   - isDownload: asked for as a file to keep.
    package func notPlayed(
        code: String,
        user: String?,
        entry: CallRecIntGUID,
        recording: RecordingID,
        address: String,
        isDownload: Bool
    ) {
        let refusal = Refusal(
            code: code,
            user: user ?? "",
            entry: user == nil ? "" : entry.rawValue,
            recording: user == nil ? "" : recording.description,
            address: address,
            isDownload: isDownload
        )
        let others = Refusal(
            code: "several",
            user: "",
            entry: "",
            recording: "",
            address: "",
            isDownload: false
        )
        let at = now()
        state.withLock { state in
            let isRoom = state.refusals.count < Self.maximumRefusalKinds || state.refusals[refusal] != nil
            state.refusals[isRoom ? refusal : others, default: (0, at)].count += 1
        }
    }

    /// Takes out the gathered refusals that began before `limit`.
    func takeRefusals(before limit: Date) -> [AuditRecord] {
        let taken = state.withLock { state in
            let taken = state.refusals.filter { $0.value.firstAt <= limit }
            for key in taken.keys { state.refusals[key] = nil }
            return taken
        }
        return taken.map { refusal, sum in
            let detail = AuditDetail.NotPlayed(code: refusal.code, count: sum.count, download: refusal.isDownload)
            return AuditRecord(
                kind: .notPlayed,
                atMilliseconds: Int64((sum.firstAt.timeIntervalSince1970 * 1000).rounded()),
                listener: refusal.user,
                means: refusal.user.isEmpty ? "" : "url",
                entry: refusal.entry,
                recording: refusal.recording,
                address: refusal.address,
                detail: AuditDetail.text(detail)
            )
        }
        .sorted { $0.atMilliseconds < $1.atMilliseconds }
    }
}
