import Foundation

/// `GET /REGION/v1/accounts/{account}/recordings`.
struct RecordingListEndpoint: Sendable {
    private struct Answer: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case recordings
        }

        let selfURL: String
        let recordings: [RecordingBody]
    }

    let cursorsAreInclusive: Bool
    let writesISO8601Dates: Bool
    /// What the request meets: how long a page may be.
    let effects: FaultEffects

    /// Answers a list request.
    ///
    /// - Parameters:
    ///   - slug: the account in the path; any but the caller's own is not found.
    ///   - query: the raw query.
    ///   - caller: the account of the token.
    ///   - visible: those of its recordings that can be seen.
    ///   - base: the region's URL with its version.
    /// - Returns: one page.
    /// - Throws: ``APIError``.
    func reply(
        slug: String,
        query: String,
        caller: Catalogue.Account,
        visible: [SimulatedRecording],
        base: String
    ) throws -> Reply {
        guard slug == caller.account.slug else { throw APIError.notFound }
        guard let fields = FormFields(query) else { throw APIError.invalidParameter("query") }
        let page = try RecordingPage(
            RecordingListQuery(fields, largestCount: effects.largestCount).capped(at: effects.pageCapItems),
            of: visible,
            cursorsAreInclusive: cursorsAreInclusive
        )
        return try Reply.json(
            Answer(
                selfURL: "\(base)/accounts/\(slug)/recordings",
                recordings: page.recordings.map {
                    RecordingBody($0, base: base, writesISO8601Dates: writesISO8601Dates)
                }
            )
        )
    }
}
