internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import PlaybackAudit
internal import Registry

/// `/v1/keys`: which keys there are, never a key, and a new one for audio URLs; for administrators of everything.
struct KeysRoute: Sendable {
    let registry: Registry
    /// Follows the file of the keys of audio URLs.
    let watch: SigningKeyWatch
    let hooks: HookKeys
    let configuration: ServiceConfiguration
    let lane: WorkLane
    let now: @Sendable () -> Date

    private struct SigningPart: Encodable {
        struct Key: Encodable {
            let keyID: String
            /// Whether it signs; else it is accepted alone.
            let signs: Bool
            let since: Nullable<String>
            let acceptedUntil: Nullable<String>
        }

        let keys: [Key]
        let canRotate: Bool
        /// When the next rotation cuts no key short; `null` where that is now.
        let canRotateFrom: Nullable<String>
        let urlLifetimeSeconds: Int
        let graceSeconds: Int
    }

    private struct SealingPart: Encodable {
        /// 1, and one more with each rotation.
        let number: Int
        let since: Nullable<String>
        /// Whether it comes from the configuration, and no file has it.
        let given: Bool
    }

    private struct NamedPart: Encodable {
        let keyID: Nullable<String>
    }

    private struct Answer: Encodable {
        let signing: SigningPart
        let sealing: SealingPart
        let hooks: NamedPart
        let audit: NamedPart
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    "/v1/keys",
                    "Which keys are live, since when and until when, and which one signs; never a key.",
                    for: .role(.admin)
                )
            ) { _, _, _ in try await lane.run { try await answer() } },
            Endpoint(
                .init(
                    .post,
                    "/v1/keys/signing/rotate",
                    "Makes a new key for audio URLs; those given out keep working as long as they would have.",
                    for: .role(.admin)
                )
            ) { _, context, _ in
                let author = try context.author(at: now())
                return try await lane.run {
                    try await rotate(by: author, context.logger)
                    return try await answer()
                }
            },
        ]
    }

    private func answer() async throws -> Response {
        let keys = watch.ring.keys.live(at: Int64(now().timeIntervalSince1970))
        let standings = SigningKeyFile.standings(keys)
        let times = try await registry.keyTimes(signing: standings.map(\.keyID))
        let until = standings.compactMap(\.acceptedUntil).max()
        let signing = SigningPart(
            keys: standings.map { key in
                SigningPart.Key(
                    keyID: key.keyID,
                    signs: key.acceptedUntil == nil,
                    since: Nullable(times.signing[key.keyID].map(RFC3339.text)),
                    acceptedUntil: Nullable(key.acceptedUntil.map(RFC3339.text))
                )
            },
            canRotate: until == nil,
            canRotateFrom: Nullable(until.map(RFC3339.text)),
            urlLifetimeSeconds: configuration.urlLifetimeSeconds,
            graceSeconds: configuration.graceSeconds
        )
        var isGiven = false
        if case .given = configuration.registryKeySource { isGiven = true }
        let auditKey = try PlaybackAudit.keyFingerprint(
            directory: configuration.dataDirectory,
            keyFile: configuration.audit.keyFile
        )
        return try JSONAnswer.response(
            Answer(
                signing: signing,
                sealing: SealingPart(
                    number: registry.sealingKeyNumber,
                    since: Nullable(times.sealing.map(RFC3339.text)),
                    given: isGiven
                ),
                hooks: NamedPart(keyID: Nullable(hooks.keyID)),
                audit: NamedPart(keyID: Nullable(auditKey))
            )
        )
    }

    private func rotate(by author: AuditAuthor, _ logger: Logger) async throws {
        // What could not be noted now is not done.
        try await registry.announce()
        let keys: [SigningKeyFile.Standing]
        do throws(ServiceStartError) {
            keys = try watch.file.rotate(
                acceptedForSeconds: configuration.urlLifetimeSeconds + configuration.graceSeconds,
                isSudden: false,
                now: author.at
            )
        } catch {
            guard case .signingKeysBothLive(let until) = error else {
                logger.error("signing key not rotated", metadata: ["problem": "\(error)"])
                throw Problem.keysNotUsable
            }
            throw Problem.keysBothLive(until: until, now: author.at)
        }
        watch.refresh()
        do {
            try await registry.noteKey(.rotateSigningKey, keys[0].keyID, by: author)
        } catch {
            logger.critical(
                "signing key rotated, and not noted in the audit",
                metadata: ["key": "\(keys[0].keyID)", "by": "\(author.name)", "reason": "\(error.reason)"]
            )
            throw Problem.rotationNotNoted
        }
    }
}

extension Problem {
    fileprivate static func keysBothLive(until: String, now: Date) -> Problem {
        let seconds = RFC3339.date(until).map { Int($0.timeIntervalSince(now).rounded(.up)) }
        return Problem(
            status: 409,
            code: "signingKeysBothLive",
            title: "Two keys are live",
            detail: "Addresses signed with the key before are accepted until \(until), and another rotation would cut "
                + "them short. It is possible from then on.",
            isRetryable: true,
            retryAfterSeconds: seconds.map { max(1, $0) }
        )
    }

    fileprivate static let keysNotUsable = Problem(
        status: 503,
        code: "signingKeyUnreadable",
        title: "Keys not usable",
        detail: "The file of the keys of audio URLs cannot be read or written at the moment; nothing was "
            + "changed. The log says why.",
        isRetryable: true,
        retryAfterSeconds: 10
    )

    fileprivate static let rotationNotNoted = Problem(
        status: 503,
        code: "rotationNotNoted",
        title: "Rotated, but not noted",
        detail: "The new key signs from now on, but that could not be noted among the changes; the log has it."
    )
}
