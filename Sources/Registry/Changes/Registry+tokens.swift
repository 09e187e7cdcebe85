internal import Crypto
package import Foundation
internal import GRDB
package import Recordings
internal import Sharing
internal import Synchronization

extension Registry {
    /// How random a token's secret is, in bytes.
    static let tokenSecretBytes = 32
    /// What every generated secret begins with, so that a leaked one is recognised by scanners.
    static let tokenPrefix = "prt_"
    /// The longest bearer text that is looked at, in bytes.
    static let maximumBearerBytes = 512

    /// Makes an API token; blocks until done.
    ///
    /// - Returns: the token, and its secret, which is not kept and cannot be shown again.
    /// - Throws: `tokenNameTaken`, `tokenNameRefused`, `busy`, `storageFailed`.
    package func createToken(
        name: String,
        role: TokenRole,
        by author: AuditAuthor = .commandLine()
    ) throws(RegistryError) -> (token: APIToken, secret: Secret) {
        let made = try MadeToken(name: name, role: role, author: author)
        try write { db, _ in try made.save(db) }
        return (made.token, made.secret)
    }

    /// The same without holding up the caller's thread.
    ///
    /// - Throws: as ``createToken(name:role:by:)``.
    package func addToken(
        name: String,
        role: TokenRole,
        by author: AuditAuthor
    ) async throws(RegistryError) -> (token: APIToken, secret: Secret) {
        let made = try MadeToken(name: name, role: role, author: author)
        try await write { db, _ in try made.save(db) }
        return (made.token, made.secret)
    }

    /// Sees to it that a token with a given secret is accepted, whatever was under its name before; for demonstrations and tests.
    ///
    /// - Throws: `tokenNameRefused`, `busy`, `storageFailed`.
    package func ensureToken(
        name: String,
        role: TokenRole,
        secret: Secret,
        now: Date = Date()
    ) throws(RegistryError) {
        try TokenName.check(name)
        let hash = TokenHash(of: secret)
        try write { db, _ in
            if let token = try TokenTable.accepted(db)[hash], token.name == name, token.role == role { return }
            let spelling = try TokenTable.all(db).first { $0.token.name == name }?.token.name ?? name
            let token = APIToken(name: spelling, role: role, createdAt: TokenTable.kept(now), revokedAt: nil)
            try TokenTable.save(token, hash, db)
        }
    }

    /// Every token by name, revoked ones included; blocks until done.
    ///
    /// - Throws: `busy`, `storageFailed`.
    package func listTokens() throws(RegistryError) -> [TokenStanding] {
        do {
            return try pool.read { db in try TokenTable.standings(after: nil, limit: .max, db) }
        } catch {
            throw failure(error)
        }
    }

    /// Tokens by name, revoked ones included.
    ///
    /// - Parameters:
    ///   - name: behind which the page begins; `nil` for the first.
    ///   - limit: how many to give at most.
    /// - Returns: the tokens, and behind which name the next page begins; `nil` when this is the last one.
    /// - Throws: `busy`, `storageFailed`.
    package func tokens(
        after name: String?,
        limit: Int
    ) async throws(RegistryError) -> (tokens: [TokenStanding], next: String?) {
        do {
            let found = try await pool.read { db in try TokenTable.standings(after: name, limit: limit + 1, db) }
            let given = Array(found.prefix(limit))
            return (given, found.count > limit ? given.last?.token.name : nil)
        } catch {
            throw failure(error)
        }
    }

    /// Makes a token worthless; one that is revoked already stays so, with its first date.
    ///
    /// - Throws: `tokenUnknown`, `busy`, `storageFailed`.
    package func revokeToken(name: String, by author: AuditAuthor = .commandLine()) throws(RegistryError) {
        try write { db, _ in try Self.revoke(name, by: author, db) }
    }

    /// The same without holding up the caller's thread.
    ///
    /// - Throws: as ``revokeToken(name:by:)``.
    package func endToken(name: String, by author: AuditAuthor) async throws(RegistryError) {
        try await write { db, _ in try Self.revoke(name, by: author, db) }
    }

    private static func revoke(_ name: String, by author: AuditAuthor, _ db: Database) throws {
        guard let (token, hash) = try TokenTable.all(db).first(where: { $0.token.name == name }) else {
            throw RegistryError.tokenUnknown(name)
        }
        guard token.revokedAt == nil else { return }
        // As it is spelled there, or it were another row.
        let revoked = APIToken(name: token.name, role: token.role, createdAt: token.createdAt, revokedAt: author.at)
        try TokenTable.save(revoked, hash, db)
        try AuditTable.insert(.revokeToken, token.name, properties: [], by: author, db)
    }

    /// Keeps when tokens were last used, in one transaction that changes no decision, whoever makes it.
    ///
    /// - Parameter uses: the last use of each, by name; an earlier one than is kept counts for nothing.
    /// - Throws: `busy`, `storageFailed`.
    package func keepTokenUses(_ uses: [String: Date]) async throws(RegistryError) {
        do {
            try await pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    for (name, time) in uses { try TokenTable.keepUse(of: name, at: time, db) }
                    return .commit
                }
                // Nothing that is held became different: requests need not look for what this commit changed.
                let mark = self.commits.mark
                if try StateTable.generation(db) == self.generation { self.commits.saw(mark) }
            }
        } catch {
            throw failure(error)
        }
    }

    /// The token that a bearer presents; from memory, without I/O.
    ///
    /// - Returns: `nil` for a secret that is unknown or revoked.
    package func authenticate(bearer: Secret) -> APIToken? {
        guard !bearer.isEmpty, bearer.reveal().utf8.count <= Self.maximumBearerBytes else { return nil }
        let hash = TokenHash(of: bearer)
        return held.withLock { $0.tokens[hash] }
    }

    /// Whether the token of a name, which no other ever has, is accepted; from memory, looking through all.
    package func acceptsToken(named name: String) -> Bool {
        held.withLock { $0.tokens.values.contains { $0.name == name } }
    }
}

/// A token that is about to be kept.
private struct MadeToken: Sendable {
    let token: APIToken
    let secret: Secret
    private let author: AuditAuthor

    /// - Throws: `tokenNameRefused`.
    init(name: String, role: TokenRole, author: AuditAuthor) throws(RegistryError) {
        try TokenName.check(name)
        let random = SymmetricKey(size: SymmetricKeySize(bitCount: Registry.tokenSecretBytes * 8))
        secret = Secret(Registry.tokenPrefix + random.withUnsafeBytes { Data($0) }.base64URL)
        token = APIToken(name: name, role: role, createdAt: TokenTable.kept(author.at), revokedAt: nil)
        self.author = author
    }

    /// - Throws: `tokenNameTaken`, what the database throws.
    func save(_ db: Database) throws {
        guard try !TokenTable.all(db).contains(where: { $0.token.name == token.name }) else {
            throw RegistryError.tokenNameTaken(token.name)
        }
        try TokenTable.save(token, TokenHash(of: secret), db)
        try AuditTable.insert(.addToken, token.name, properties: ["role"], by: author, db)
    }
}
