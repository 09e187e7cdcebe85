package import Foundation
package import Recordings

/// What is known of one token: pure, says what to do for who asks.
package struct TokenSlot: Sendable {
    package enum Action: Sendable, Hashable {
        case use(Secret)
        case refuse(DubberError)
        case refresh(Secret)
        case signIn
    }

    private struct Refusal {
        let error: DubberError
        let until: Date
    }

    package private(set) var grant: TokenGrant?
    private var refusal: Refusal?
    /// The revision at which each entry learned of the refusal: a changed entry may try again.
    private var toldRevisions: [CallRecIntGUID: Int64] = [:]
    /// Whose entries use the token.
    package private(set) var entries: Set<CallRecIntGUID> = []
    /// The latest token that a request was answered 401 with.
    private var rejected: Secret?

    package init() {}

    package mutating func action(for entry: CallRecIntGUID, revision: Int64, renewal: Duration, now: Date) -> Action {
        entries.insert(entry)
        if let refusal {
            let isChanged = toldRevisions[entry].map { $0 != revision } ?? false
            if now < refusal.until, !isChanged {
                toldRevisions[entry] = revision
                return .refuse(refusal.error)
            }
            self.refusal = nil
        }
        guard let grant else {
            return .signIn
        }
        let left = grant.expiresAt.timeIntervalSince(now)
        if left > min(renewal / .seconds(1), grant.longestRenewalSeconds), grant.accessToken != rejected {
            return .use(grant.accessToken)
        }
        return grant.refreshToken.map(Action.refresh) ?? .signIn
    }

    package mutating func granted(_ grant: TokenGrant) {
        self.grant = grant
        rejected = nil
        refusal = nil
        toldRevisions = [:]
    }

    /// The refresh token is no good: the next step is to sign in.
    package mutating func refreshRefused() {
        grant = nil
    }

    /// A request was answered 401 with this token.
    package mutating func reject(_ token: Secret) {
        if grant?.accessToken == token {
            rejected = token
        }
    }

    /// Nothing more is asked until then, unless the entry changes.
    package mutating func refuse(_ error: DubberError, entry: CallRecIntGUID, revision: Int64, until: Date) {
        grant = nil
        refusal = Refusal(error: error, until: until)
        toldRevisions[entry] = revision
    }

    package mutating func forget(_ entry: CallRecIntGUID) {
        entries.remove(entry)
        toldRevisions[entry] = nil
    }
}
