/// `GET /REGION/v1/profile`: the resource that the credentials belong to.
///
/// Source: Dubber API, Token: it describes the authenticated resource, fields unknown; these are a guess (D).
struct ProfileEndpoint: Sendable {
    private struct Answer: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case id, type, account
            case accountID = "account_id"
        }

        let selfURL: String
        let id: String
        let type = "account"
        let account: String
        let accountID: String
    }

    /// Answers a profile request of the account that the token belongs to.
    func reply(caller: Catalogue.Account, base: String) throws -> Reply {
        try Reply.json(
            Answer(
                selfURL: "\(base)/profile",
                id: caller.account.authID,
                account: "\(base)/accounts/\(caller.account.slug)",
                accountID: caller.account.slug
            )
        )
    }
}
