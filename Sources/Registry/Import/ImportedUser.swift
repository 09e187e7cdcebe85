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

    let user: ReportingUser
    /// `nil` leaves the user's password as it is.
    let passwordVerifier: Secret?

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        user = ReportingUser(
            username: try keys.text(.username, maximumLength: ImportLimits.maximumUsernameLength),
            fullName: try keys.optionalText(.fullName, maximumLength: ImportLimits.maximumDescriptionLength) ?? "",
            scope: try keys.container.decodeIfPresent(ImportedScope.self, forKey: .scope)?.scope ?? .applicationWide,
            recordingPlayback: try keys.optionalGUID(.recordingPlayback).map { CallRecIntGUID($0) },
            isAdministrator: try keys.flag(.administrator)
        )
        let password = try keys.optionalText(.password, maximumLength: ImportLimits.maximumPasswordLength)
        passwordVerifier = password.flatMap { $0.isEmpty ? nil : PasswordVerifier.make(from: Secret($0)) }
    }
}
