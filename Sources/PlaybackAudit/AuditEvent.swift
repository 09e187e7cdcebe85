package import Foundation

/// One event as the audit is read: a playback from its beginning to its end, looking at a recording's waveform, or requests that played nothing.
package struct AuditEvent: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case playback
        /// The picture of the sound was shown.
        case looked
        case notPlayed
    }

    /// How an event ended, as it is asked for.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        case whole, part, broken, open, unknown, looked, notPlayed
        case nothing = "none"
    }

    /// The number of its first row; grows with time.
    package let id: Int64
    package let kind: Kind
    /// `nil` where the request did not prove a user.
    package let user: String?
    /// The administrator's token that was used in place of a signature.
    package let token: String?
    package let entry: String
    package let recordingID: String
    package let address: String
    package let download: Bool
    package let startedAt: Date
    /// `nil` while it is under way.
    package let endedAt: Date?
    /// `whole`, `part`, `none`, `broken`; `unknown` when the process died; `open` while it is under way; `looked`; `notPlayed`.
    package let outcome: String
    /// Why it broke off or was not played.
    package let code: String?
    /// Answers, or refused requests.
    package let requests: Int
    package let seeks: Int
    package let sentBytes: Int64
    package let sizeBytes: Int64?
    /// Closed, as on the wire.
    package let ranges: [String]
    /// Whether ranges hold bytes that were not sent.
    package let rangesAreCoarse: Bool
    /// The URL's expiry in seconds since 1970, and its key.
    package let urlExpiresAt: Int64?
    package let urlKeyID: String?
}
