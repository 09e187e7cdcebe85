internal import Foundation
internal import Recordings
internal import Registry
internal import Resolution

/// Who may hear what: checked at each audio request, from memory.
struct AudioAccess: Sendable {
    /// The query of an audio URL.
    struct Query: Sendable {
        let user: String?
        let exp: String?
        let kid: String?
        let sig: String?
        /// One of them comes more than once, so that who reads the first and who reads the last read different addresses.
        var hasDoubles = false
    }

    /// The codes of refusals of a URL whose signature is right.
    static let notPermittedCode = "playbackNotPermitted"
    static let expiredCode = "urlExpired"

    let registry: Registry
    let resolver: EntryResolver
    let signer: URLSigner
    let grace: PlaybackGrace
    let rights: AnswerRights
    let now: @Sendable () -> Date

    /// The entry to play from.
    ///
    /// - Throws: 401 without a signature or token; 403 when the entry is not the administrator's, the signature is not ours, has expired, or the user may not hear the entry any
    ///   more; 404 when an administrator names an entry that does not exist.
    func entry(
        _ guid: CallRecIntGUID,
        recording: RecordingID,
        query: Query,
        requester: Requester?
    ) throws(Problem) -> IntegrationEntry {
        guard let signature = query.sig else { return try entry(guid, administeredBy: requester) }
        guard !query.hasDoubles else {
            throw .forbidden("signatureInvalid", "The address has a parameter more than once.")
        }
        guard let username = query.user, let expiresAt = query.exp.flatMap({ AudioURL.expiry($0) }),
            let keyID = query.kid
        else {
            throw .forbidden(
                "signatureInvalid",
                "The address lacks user, exp or kid, or they are not as they were given."
            )
        }
        let url = AudioURL(
            entry: guid,
            recording: recording,
            username: username,
            expiresAt: expiresAt,
            keyID: keyID
        )
        switch permit(url, signature: signature, now: Int64(now().timeIntervalSince1970)) {
        case .granted(let entry, _):
            return entry
        case .signatureInvalid:
            throw .forbidden("signatureInvalid", "The signature does not fit the address.")
        case .notPermitted:
            throw .forbidden(Self.notPermittedCode, "The user may not hear recordings of this entry (any more).")
        case .expired:
            throw .forbidden(
                Self.expiredCode,
                "The address has expired; ask for availability again to get a fresh one."
            )
        }
    }

    static let noRight = Problem.unauthenticated(
        "This address needs the signature that availability answers give, or an admin token."
    )

    /// The entry to play from without a signature.
    private func entry(
        _ guid: CallRecIntGUID,
        administeredBy requester: Requester?
    ) throws(Problem) -> IntegrationEntry {
        guard let requester else { throw Self.noRight }
        guard requester.role.permits(.admin) else {
            throw .forbidden(
                "roleNotSufficient",
                "Without a signature this address needs a token of the role admin."
            )
        }
        guard resolver.isFeatureEnabled, let entry = registry.snapshot.entries[guid] else {
            throw Problem(
                status: 404,
                code: "entryUnknown",
                title: "No such entry",
                detail: "There is no integration entry \(guid)."
            )
        }
        try requester.check(entry)
        return entry
    }

    /// Whether a signed URL may be used now.
    enum Permit: Sendable {
        /// - Parameters:
        ///   - entry: to play from.
        ///   - signedUntil: when its signature is accepted no longer, in seconds since 1970.
        case granted(entry: IntegrationEntry, signedUntil: Int64)
        case signatureInvalid
        case notPermitted
        case expired
    }

    /// Decides by signature, right and time, in this order: the one place that does, for both ways of answering.
    ///
    /// - Parameters:
    ///   - url: the parts that the signature covers.
    ///   - signature: as it came.
    ///   - now: seconds since 1970.
    /// - Returns: the entry to play from, or what is not right.
    func permit(_ url: AudioURL, signature: String, now: Int64) -> Permit {
        guard let until = signer.acceptance(of: url, signature: signature), now < until else {
            return .signatureInvalid
        }
        // The right first: a request that is refused must not count as a playback under way.
        guard let entry = resolver.mayHear(username: url.username, entry: url.entry, in: registry.snapshot) else {
            return .notPermitted
        }
        return grace.admits(url, now: now) ? .granted(entry: entry, signedUntil: until) : .expired
    }
}
