import Foundation
import HTTPTypes

/// What each API call must pass before it is answered: the token, the content type, the quota.
struct APIGate: Sendable {
    let requiresJSONContentType: Bool
    let catalogue: Catalogue
    let tokens: IssuedTokens
    let quotas: KeyQuotas

    /// The account that the call's bearer token opens.
    ///
    /// - Parameters:
    ///   - region: tokens of other regions are unknown here.
    ///   - headers: the request's.
    ///   - effects: the faults that the request meets.
    ///   - now: the simulator's clock.
    /// - Returns: the caller's account.
    /// - Throws: 401 with 1038, 400 with 1004, or 403 with 1021 or 1022.
    func admit(
        region: String,
        headers: HTTPFields,
        effects: FaultEffects,
        now: Date
    ) throws(APIError) -> Catalogue.Account {
        guard !effects.refusesBearer, let token = Self.bearerToken(headers),
            let holder = tokens.holder(accessToken: token, now: now), holder.region == region,
            let account = catalogue.account(region: region, slug: holder.account)
        else { throw .tokenInvalid }
        if requiresJSONContentType, !Self.isJSON(headers[.contentType]) { throw .contentTypeMissing }
        switch quotas.takeRequest(region: region, clientID: holder.clientID, now: now) {
        case .granted: return account
        case .overPerSecond: throw .overPerSecond
        case .overPerDay: throw .overPerDay
        }
    }

    private static func bearerToken(_ headers: HTTPFields) -> String? {
        let words = headers[.authorization]?.split(separator: " ") ?? []
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }

    private static func isJSON(_ contentType: String?) -> Bool {
        let type = contentType?.split(separator: ";").first.map { $0.lowercased() }
        return type?.filter { $0 != " " } == "application/json"
    }
}
