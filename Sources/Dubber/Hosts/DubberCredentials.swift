package import Recordings

/// The four credentials of a Dubber key on one host, read from an entry's four credential fields.
///
/// The one place that knows which field is which. Source: Dubber API, Token (C: the sample's `AuthUserID1` has a client id's length).
///
/// | field | credential | sent as |
/// |---|---|---|
/// | `AuthUserID1` | client id, 24 characters | `client_id` |
/// | `APIParameter1` | client secret, 10 characters | `client_secret` |
/// | `AuthUserID2` | Auth ID, 11 characters | `username` |
/// | `APIParameter2` | Auth Token, 20 characters | `password` |
///
/// Keys are per region (Dubber API, Base). An entry whose two hosts are two regions with different credentials writes both into a field,
/// parted by a bar: `AuthUserID1` = `client-id-of-host-1|client-id-of-host-2`. A field without a bar, or with more than one, is meant
/// for both hosts as it stands.
package struct DubberCredentials: Hashable, Sendable {
    /// Parts the two hosts' credentials in one field; no credential seen contains it.
    package static let separator: Character = "|"

    package let clientID: Secret
    package let clientSecret: Secret
    package let authID: Secret
    package let authToken: Secret

    package init(settings: APICommunicationSettings, position: HostPosition) {
        clientID = Self.part(of: settings.authUserID1, position)
        clientSecret = Self.part(of: settings.apiParameter1, position)
        authID = Self.part(of: settings.authUserID2, position)
        authToken = Self.part(of: settings.apiParameter2, position)
    }

    /// Whether all four are there; without them no request is worth making.
    package var isComplete: Bool {
        !clientID.isEmpty && !clientSecret.isEmpty && !authID.isEmpty && !authToken.isEmpty
    }

    private static func part(of field: Secret, _ position: HostPosition) -> Secret {
        let parts = field.reveal().split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == HostPosition.allCases.count else {
            return field
        }
        return Secret(String(parts[position.rawValue - 1]))
    }
}
