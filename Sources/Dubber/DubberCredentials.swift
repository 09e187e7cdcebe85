package import Recordings

/// The four credentials of a Dubber key, read from an entry's four credential fields.
///
/// The one place that knows which field is which. Source: Dubber API, Token (C: the sample's `AuthUserID1` has a client id's length).
///
/// | field | credential | sent as |
/// |---|---|---|
/// | `AuthUserID1` | client id, 24 characters | `client_id` |
/// | `APIParameter1` | client secret, 10 characters | `client_secret` |
/// | `AuthUserID2` | Auth ID, 11 characters | `username` |
/// | `APIParameter2` | Auth Token, 20 characters | `password` |
package struct DubberCredentials: Hashable, Sendable {
    package let clientID: Secret
    package let clientSecret: Secret
    package let authID: Secret
    package let authToken: Secret

    package init(settings: APICommunicationSettings) {
        clientID = settings.authUserID1
        clientSecret = settings.apiParameter1
        authID = settings.authUserID2
        authToken = settings.apiParameter2
    }

    /// Whether all four are there; without them no request is worth making.
    package var isComplete: Bool {
        !clientID.isEmpty && !clientSecret.isEmpty && !authID.isEmpty && !authToken.isEmpty
    }
}
