internal import Recordings

/// An element of `users`.
struct ImportedUser: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case username
        case fullName
        case scope
        case recordingPlayback
        case administrator
        case password
    }

    let username: String
    /// `nil` leaves the user's password as it is.
    let passwordVerifier: Secret?
    /// Why the password may not be set.
    let passwordProblem: PasswordRule.Problem?
    private let fullName: String?
    private let scope: ScopeStatement
    private let recordingPlayback: CallRecIntGUID?
    private let isAdministrator: Bool

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        let username = try keys.text(.username, maximumLength: ImportLimits.maximumUsernameLength)
        self.username = username
        fullName = try keys.optionalText(.fullName, maximumLength: ImportLimits.maximumDescriptionLength)
        scope = try keys.container.decodeIfPresent(ImportedScope.self, forKey: .scope)?.statement ?? .unsaid
        recordingPlayback = try keys.optionalGUID(.recordingPlayback).map { CallRecIntGUID($0) }
        isAdministrator = try keys.optionalFlag(.administrator) ?? false
        let text = try keys.optionalText(.password, maximumLength: ImportLimits.maximumPasswordLength)
        let password = text.flatMap { $0.isEmpty ? nil : Secret($0) }
        passwordVerifier = password.map { PasswordVerifier.make(from: $0) }
        passwordProblem = password.flatMap { PasswordRule.problem(of: $0, username: username) }
    }

    /// The user as it shall be; what the file does not say of the scope and the full name of one that there is stays.
    ///
    /// Rights do not: a playback assignment and administration are given by each import that speaks of the user, or end.
    func user(over current: ReportingUser?) -> ReportingUser {
        ReportingUser(
            username: username,
            fullName: fullName ?? current?.fullName ?? "",
            scope: scope.scope(current: current?.scope),
            recordingPlayback: recordingPlayback,
            isAdministrator: isAdministrator
        )
    }
}
