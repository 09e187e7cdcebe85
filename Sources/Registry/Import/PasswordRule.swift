package import Recordings

/// What a password must be before it is set.
///
/// What is kept of it is made fast, as the Web Services API's digest has it, so a short one could be found by trying all.
/// Passwords that were set before the rule go on working.
package enum PasswordRule {
    /// In characters.
    package static let minimumLength = 8

    /// Why a password is refused; the end of a sentence about it.
    package enum Problem: String, Error, Hashable, Sendable, CaseIterable {
        case tooShort = "must have at least 8 characters"
        case tooLong = "must have at most 1024 characters"
        case controlCharacter = "must not have control characters"
        case repetition = "must not be one character or two over and over"
        case username = "must not be the user's name"
    }

    /// The first reason not to take a password; `nil` for a good one.
    package static func problem(of password: Secret, username: String) -> Problem? {
        let text = password.reveal()
        guard text.count >= minimumLength else { return .tooShort }
        guard text.unicodeScalars.count <= ImportLimits.maximumPasswordLength else { return .tooLong }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return .controlCharacter
        }
        guard Set(text).count > 2 else { return .repetition }
        return text.lowercased() == username.lowercased() ? .username : nil
    }
}
