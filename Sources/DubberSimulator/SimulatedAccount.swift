/// An account of one region: the credentials that open it, and its recordings.
///
/// The credentials are made up, so they are plain text here.
package struct SimulatedAccount: Hashable, Sendable, Codable {
    /// The account's name in paths, such as `acme`.
    package var slug: String
    /// The application's key, 24 characters.
    ///
    /// Source: Dubber API, Token (A).
    package var clientID: String
    /// The application's secret, 10 characters.
    package var clientSecret: String
    /// The Auth ID, 11 characters.
    package var authID: String
    /// The Auth Token, 20 characters.
    package var authToken: String
    /// In any order; lists sort them.
    package var recordings: [SimulatedRecording]

    package init(
        slug: String,
        clientID: String,
        clientSecret: String,
        authID: String,
        authToken: String,
        recordings: [SimulatedRecording] = []
    ) {
        self.slug = slug
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.authID = authID
        self.authToken = authToken
        self.recordings = recordings
    }
}
