import Foundation
import HTTPTypes

/// `/admin/limits`: `GET` shows the limits, `PATCH` changes those it names, `DELETE` begins all keys' counts anew.
struct LimitsEndpoint: Sendable {
    /// Both the answer and, with any of its fields, what `PATCH` takes.
    private struct Limits: Codable {
        var requestsPerSecond: Int?
        var requestsPerDay: Int?
        var tokenRequestsPerDay: Int?
        var isEnforced: Bool?
        var cursorsAreInclusive: Bool?

        var isSound: Bool {
            [requestsPerSecond, requestsPerDay, tokenRequestsPerDay].allSatisfy { ($0 ?? 0) >= 0 }
        }
    }

    let limits: SimulatorLimits

    func reply(method: HTTPRequest.Method, body: String) throws -> Reply {
        switch method {
        case .get:
            break
        case .delete:
            limits.quotas.reset()
        case .patch:
            guard let change = try? JSONDecoder().decode(Limits.self, from: Data(body.utf8)), change.isSound else {
                return try Reply.json(["error": "The body is not a set of limits."], status: .badRequest)
            }
            apply(change)
        default:
            return try Reply.json(["error": "GET, PATCH or DELETE."], status: .methodNotAllowed)
        }
        return try Reply.json(current)
    }

    private var current: Limits {
        let rules = limits.quotas.rules
        return Limits(
            requestsPerSecond: rules.requestsPerSecond,
            requestsPerDay: rules.requestsPerDay,
            tokenRequestsPerDay: rules.tokenRequestsPerDay,
            isEnforced: rules.isEnforced,
            cursorsAreInclusive: limits.cursorsAreInclusive
        )
    }

    private func apply(_ change: Limits) {
        var rules = limits.quotas.rules
        rules.requestsPerSecond = change.requestsPerSecond ?? rules.requestsPerSecond
        rules.requestsPerDay = change.requestsPerDay ?? rules.requestsPerDay
        rules.tokenRequestsPerDay = change.tokenRequestsPerDay ?? rules.tokenRequestsPerDay
        rules.isEnforced = change.isEnforced ?? rules.isEnforced
        limits.quotas.rules = rules
        limits.cursorsAreInclusive = change.cursorsAreInclusive ?? limits.cursorsAreInclusive
    }
}
