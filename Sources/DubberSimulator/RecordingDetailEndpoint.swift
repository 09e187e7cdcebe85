import Foundation

/// `GET /REGION/v1/recordings/{id}`, with `listener` for a presigned audio URL.
struct RecordingDetailEndpoint: Sendable {
    let store: AudioStore
    let acceptsEmptyListener: Bool
    let writesISO8601Dates: Bool

    /// Answers a detail request.
    ///
    /// - Parameters:
    ///   - id: a recording of another account is not found either.
    ///   - query: the raw query.
    ///   - caller: the account of the token.
    ///   - visible: those of its recordings that can be seen.
    ///   - address: where the answer's URLs lead.
    ///   - now: the simulator's clock.
    /// - Returns: the recording.
    /// - Throws: ``APIError``.
    func reply(
        id: String,
        query: String,
        caller: Catalogue.Account,
        visible: [SimulatedRecording],
        address: SimulatorAddress,
        now: Date
    ) throws -> Reply {
        guard let recording = visible.first(where: { $0.id == id }) else { throw APIError.notFound }
        guard let fields = FormFields(query) else { throw APIError.invalidParameter("query") }
        let base = address.apiBase(region: caller.region)
        var body = RecordingBody(recording, base: base, writesISO8601Dates: writesISO8601Dates)
        body.account = "\(base)/accounts/\(caller.account.slug)"
        // Nothing can be played before the provider has finished with it.
        if let listener = fields["listener"], acceptsEmptyListener || !listener.isEmpty, recording.isReady {
            body.recordingURL = address.origin + store.presignedTarget(of: recording, account: caller, now: now)
        }
        return try Reply.json(body)
    }
}
