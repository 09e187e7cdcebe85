import Foundation

/// `GET /REGION/v1/recordings/{id}`, with `listener` for a presigned audio URL.
struct RecordingDetailEndpoint: Sendable {
    let store: AudioStore

    /// Answers a detail request.
    ///
    /// - Parameters:
    ///   - id: a recording of another account is not found either.
    ///   - query: the raw query.
    ///   - caller: the account of the token.
    ///   - address: where the answer's URLs lead.
    ///   - delaySeconds: how much later than usual recordings appear.
    ///   - now: the simulator's clock.
    /// - Returns: the recording.
    /// - Throws: ``APIError``.
    func reply(
        id: String,
        query: String,
        caller: Catalogue.Account,
        address: SimulatorAddress,
        delaySeconds: Int,
        now: Date
    ) throws -> Reply {
        let recording = caller.recordings.first { $0.id == id && $0.isVisible(now: now, delaySeconds: delaySeconds) }
        guard let recording else { throw APIError.notFound }
        guard let fields = FormFields(query) else { throw APIError.invalidParameter("query") }
        let base = address.apiBase(region: caller.region)
        var body = RecordingBody(recording, base: base)
        body.account = "\(base)/accounts/\(caller.account.slug)"
        if let listener = fields["listener"], !listener.isEmpty {
            body.recordingURL = address.origin + store.presignedTarget(of: recording, account: caller, now: now)
        }
        return try Reply.json(body)
    }
}
