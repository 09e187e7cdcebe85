/// How long tokens last, and how a refusal looks.
package struct TokenRules: Hashable, Sendable {
    /// Source: Dubber API, an access token lasts 24 h (B).
    package var accessTokenSeconds: Int
    /// Source: Dubber API, a refresh token lasts 28 days (B).
    package var refreshTokenSeconds: Int
    /// The status of refused credentials: 400 or 401, which of them is not recorded.
    package var refusalStatus: Int

    package init(accessTokenSeconds: Int = 86_400, refreshTokenSeconds: Int = 28 * 86_400, refusalStatus: Int = 400) {
        self.accessTokenSeconds = accessTokenSeconds
        self.refreshTokenSeconds = refreshTokenSeconds
        self.refusalStatus = refusalStatus
    }
}

extension TokenRules: Codable {
    /// Values that are not given are the usual ones.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let usual = TokenRules()
        accessTokenSeconds =
            try container.decodeIfPresent(Int.self, forKey: .accessTokenSeconds) ?? usual.accessTokenSeconds
        refreshTokenSeconds =
            try container.decodeIfPresent(Int.self, forKey: .refreshTokenSeconds) ?? usual.refreshTokenSeconds
        refusalStatus = try container.decodeIfPresent(Int.self, forKey: .refusalStatus) ?? usual.refusalStatus
    }
}
