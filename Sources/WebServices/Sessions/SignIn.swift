internal import Recordings

/// An attempt to sign in on a session.
struct SignIn {
    let sessionID: String
    let username: String
    /// As the client computed it.
    let digest: String
    let address: String
    /// What the user's password is verified with; `nil` when there is no such user, or none with a password.
    let verifier: Secret?
    let isAdministrator: Bool
}
