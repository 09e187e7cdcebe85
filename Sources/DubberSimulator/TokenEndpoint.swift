import Foundation
import HTTPTypes

/// `POST /REGION/v1/token`: the password and refresh grants.
///
/// Source: Dubber API, Token (A); OAuth errors (B).
struct TokenEndpoint: Sendable {
    private struct Answer: Encodable {
        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresInSeconds = "expires_in"
            case refreshToken = "refresh_token"
            case scope
        }

        let accessToken: String
        let tokenType = "bearer"
        let expiresInSeconds: Int
        let refreshToken: String
        /// Extra fields occur, so that clients must be tolerant (A).
        let scope = "default"
    }

    private struct OAuthError: Encodable {
        enum CodingKeys: String, CodingKey {
            case error
            case description = "error_description"
        }

        let error: String
        let description: String
    }

    /// The longest form that is read.
    static let maximumBodyBytes = 16 << 10

    let catalogue: Catalogue
    let rules: TokenRules
    let tokens: IssuedTokens
    let quotas: KeyQuotas

    /// Answers a token request.
    ///
    /// - Parameters:
    ///   - region: whose accounts are asked.
    ///   - contentType: the request's header.
    ///   - query: the raw query, which may carry what the body lacks (A).
    ///   - body: the request's body.
    ///   - effects: the faults that the request meets.
    ///   - now: the simulator's clock.
    /// - Returns: a pair of tokens, or an OAuth error.
    /// - Throws: ``APIError/overPerDay``, or when the answer cannot be encoded.
    func reply(
        region: String,
        contentType: String?,
        query: String,
        body: String,
        effects: FaultEffects,
        now: Date
    ) throws -> Reply {
        let isForm = contentType?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
        let parameters = [isForm ? body : "", query].filter { !$0.isEmpty }.joined(separator: "&")
        guard let form = FormFields(parameters), let clientID = form["client_id"] else {
            return try refusal("invalid_request", "Missing parameters", status: 400)
        }
        // Only keys that exist are counted, or made-up ones could fill the memory.
        if catalogue.knowsKey(region: region, clientID: clientID),
            quotas.takeTokenRequest(region: region, clientID: clientID, now: now) != .granted
        {
            throw APIError.overPerDay
        }
        switch form["grant_type"] {
        case "password":
            let account = catalogue.account(region: region) { account in
                account.clientID == clientID && account.clientSecret == form["client_secret"]
                    && account.authID == form["username"] && account.authToken == form["password"]
            }
            guard !effects.refusesToken, let account else { return try credentialsRefused() }
            return try issue(to: account, now: now)
        case "refresh_token":
            // A refused refresh is a 400, which tells the client to log in again (A).
            guard !effects.refusesToken, let account = refreshed(form, region: region, now: now) else {
                return try refusal("invalid_request", "Invalid refresh token", status: 400)
            }
            return try issue(to: account, now: now)
        default:
            return try refusal("unsupported_grant_type", "Unsupported grant type", status: 400)
        }
    }

    private func refreshed(_ form: FormFields, region: String, now: Date) -> Catalogue.Account? {
        guard let token = form["refresh_token"], let holder = tokens.holder(refreshToken: token, now: now),
            holder.region == region, holder.clientID == form["client_id"],
            let account = catalogue.account(region: region, slug: holder.account),
            account.account.clientSecret == form["client_secret"]
        else { return nil }
        return account
    }

    private func issue(to account: Catalogue.Account, now: Date) throws -> Reply {
        let holder = IssuedTokens.Holder(
            region: account.region,
            account: account.account.slug,
            clientID: account.account.clientID,
            authID: account.account.authID
        )
        let pair = tokens.issue(to: holder, rules: rules, now: now)
        return try Reply.json(
            Answer(
                accessToken: pair.accessToken,
                expiresInSeconds: rules.accessTokenSeconds,
                refreshToken: pair.refreshToken
            )
        )
    }

    private func credentialsRefused() throws -> Reply {
        try refusal("invalid_request", "Invalid credentials supplied", status: rules.refusalStatus)
    }

    private func refusal(_ error: String, _ description: String, status: Int) throws -> Reply {
        try Reply.json(OAuthError(error: error, description: description), status: HTTPResponse.Status(code: status))
    }
}
