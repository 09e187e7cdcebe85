/// How much one key may ask of one region.
///
/// Source: Dubber API, plan limits (A).
package struct QuotaRules: Hashable, Sendable {
    package var requestsPerSecond: Int
    package var requestsPerDay: Int
    package var tokenRequestsPerDay: Int
    /// `false` counts without refusing.
    package var isEnforced: Bool

    package init(
        requestsPerSecond: Int = 2,
        requestsPerDay: Int = 5_000,
        tokenRequestsPerDay: Int = 500,
        isEnforced: Bool = true
    ) {
        self.requestsPerSecond = requestsPerSecond
        self.requestsPerDay = requestsPerDay
        self.tokenRequestsPerDay = tokenRequestsPerDay
        self.isEnforced = isEnforced
    }

    /// Counts, never refuses.
    package static let unlimited = QuotaRules(isEnforced: false)
}

extension QuotaRules: Codable {
    /// Values that are not given are the usual ones.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let usual = QuotaRules()
        requestsPerSecond =
            try container.decodeIfPresent(Int.self, forKey: .requestsPerSecond) ?? usual.requestsPerSecond
        requestsPerDay = try container.decodeIfPresent(Int.self, forKey: .requestsPerDay) ?? usual.requestsPerDay
        tokenRequestsPerDay =
            try container.decodeIfPresent(Int.self, forKey: .tokenRequestsPerDay) ?? usual.tokenRequestsPerDay
        isEnforced = try container.decodeIfPresent(Bool.self, forKey: .isEnforced) ?? usual.isEnforced
    }
}
