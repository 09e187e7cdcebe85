package import Foundation
internal import GRDB
package import Recordings

extension Registry {
    /// Sets a user's password; only what the Web Services API's digest needs is kept, sealed.
    ///
    /// Blocks until done. A user who is an administrator can sign in with it at once, in whichever process.
    ///
    /// - Parameters:
    ///   - password: in clear; forgotten afterwards.
    ///   - username: of a user that exists.
    ///   - author: who does it, for the audit.
    ///   - now: the time for the audit.
    /// - Throws: `userUnknown`, `passwordRefused` when ``PasswordRule`` says so; `busy`, `storageFailed`.
    package func setPassword(
        _ password: Secret,
        of username: String,
        author: String = AuditAuthor.commandLineName,
        now: Date = Date()
    ) throws(RegistryError) {
        if let problem = PasswordRule.problem(of: password, username: username) {
            throw .passwordRefused(problem: problem.rawValue)
        }
        let verifier = PasswordVerifier.make(from: password)
        try write { db, _ in
            guard let username = try UserTable.user(spelled: username, db)?.username else {
                throw RegistryError.userUnknown(username)
            }
            try UserTable(sealer: self.sealer).setPasswordVerifier(verifier, of: username, db)
            let author = AuditAuthor(name: author, at: now)
            try AuditTable.insert(.setPassword, username, properties: [], by: author, db)
        }
    }
}
