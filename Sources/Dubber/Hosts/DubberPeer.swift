package import Recordings

/// One host of one entry, with all that a request to it needs.
struct DubberPeer: Sendable, Hashable {
    let entry: CallRecIntGUID
    let revision: Int64
    let position: HostPosition
    let host: DubberHost
    let credentials: DubberCredentials

    init(entry: IntegrationEntry, position: HostPosition, host: DubberHost) {
        self.entry = entry.callRecIntGUID
        self.revision = entry.revision
        self.position = position
        self.host = host
        self.credentials = DubberCredentials(settings: entry.settings, position: position)
    }

    /// What was learned from lists is filed under this.
    var indexKey: IndexKey {
        IndexKey(entry: entry, revision: revision, host: host.baseURL + "/" + (host.account ?? ""))
    }

    /// The key whose allowance the host counts.
    var quotaKey: QuotaKey {
        QuotaKey(host: host.name, clientID: credentials.clientID)
    }

    /// Entries with the same credentials share a token.
    var tokenKey: TokenKey {
        TokenKey(baseURL: host.baseURL, credentials: credentials)
    }
}

/// Whose token: keys are per region (Dubber API, Base).
struct TokenKey: Hashable, Sendable {
    let baseURL: String
    let credentials: DubberCredentials
}

/// One entry's account on one host, at one revision of the entry: what is learned there is told apart by this.
package struct IndexKey: Hashable, Sendable {
    package let entry: CallRecIntGUID
    package let revision: Int64
    /// Base address and account.
    package let host: String

    package init(entry: CallRecIntGUID, revision: Int64, host: String) {
        self.entry = entry
        self.revision = revision
        self.host = host
    }
}

/// Whose allowance on which host: Dubber counts per key and region.
package struct QuotaKey: Hashable, Sendable {
    package let host: String
    package let clientID: Secret

    package init(host: String, clientID: Secret) {
        self.host = host
        self.clientID = clientID
    }
}
