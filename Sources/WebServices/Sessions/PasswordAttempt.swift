package import Recordings
internal import Registry

/// An attempt to sign in by a password that came in clear.
struct PasswordAttempt: Sendable {
    let username: String
    /// What the given password would be verified with.
    let given: Secret
    let address: String
    /// What the user's password is verified with; `nil` when there is no such user, or none with a password.
    let verifier: Secret?
}

/// What came of a name and a password.
package enum PasswordVerdict: Sendable, Hashable {
    /// The name's user, and a mark that another password would not have.
    case right(ReportingUser, PasswordMark)
    /// There is no such user, none with a password, or it has another one.
    case wrong
    /// The name is locked out at the address for a while; nothing was compared.
    case locked
}
