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
    static let maximumTokenNameLength = 64

    /// Makes an API token.
    ///
    /// - Returns: the token, and its secret, which is not kept and cannot be shown again.
    /// - Throws: `tokenNameTaken`, `tokenNameRefused`, `busy`, `storageFailed`.
    package func createToken(
        name: String,
        role: TokenRole,
        now: Date = Date()
    ) throws(RegistryError) -> (token: APIToken, secret: Secret) {
        let random = SymmetricKey(size: SymmetricKeySize(bitCount: Self.tokenSecretBytes * 8))
        let secret = Secret(Self.tokenPrefix + random.withUnsafeBytes { Data($0) }.base64URL)
        let token = APIToken(name: name, role: role, createdAt: TokenTable.kept(now), revokedAt: nil)
        try Self.checkTokenName(name)
        try write { db, _ in
            guard try !TokenTable.all(db).contains(where: { $0.token.name == name }) else {
                throw RegistryError.tokenNameTaken(name)
            }
            try TokenTable.save(token, TokenHash(of: secret), db)
        }
        return (token, secret)
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
        try Self.checkTokenName(name)
        let hash = TokenHash(of: secret)
        try write { db, _ in
            if let token = try TokenTable.accepted(db)[hash], token.name == name, token.role == role { return }
            let spelling = try TokenTable.all(db).first { $0.token.name == name }?.token.name ?? name
            let token = APIToken(name: spelling, role: role, createdAt: TokenTable.kept(now), revokedAt: nil)
            try TokenTable.save(token, hash, db)
        }
    }

    /// Every token by name, revoked ones included.
    ///
    /// - Throws: `busy`, `storageFailed`.
    package func listTokens() throws(RegistryError) -> [APIToken] {
        do {
            return try pool.read { db in try TokenTable.all(db).map(\.token) }
        } catch {
            throw failure(error)
        }
    }

    /// Makes a token worthless; one that is revoked already stays so, with its first date.
    ///
    /// - Throws: `tokenUnknown`, `busy`, `storageFailed`.
    package func revokeToken(name: String, now: Date = Date()) throws(RegistryError) {
        try write { db, _ in
            guard let (token, hash) = try TokenTable.all(db).first(where: { $0.token.name == name }) else {
                throw RegistryError.tokenUnknown(name)
            }
            guard token.revokedAt == nil else { return }
            // As it is spelled there, or it were another row.
            let revoked = APIToken(name: token.name, role: token.role, createdAt: token.createdAt, revokedAt: now)
            try TokenTable.save(revoked, hash, db)
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

    private static func checkTokenName(_ name: String) throws(RegistryError) {
        guard !name.isEmpty, name.unicodeScalars.count <= maximumTokenNameLength else {
            throw .tokenNameRefused(problem: "must have 1 to \(maximumTokenNameLength) characters")
        }
        guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .tokenNameRefused(problem: "must not have control characters")
        }
    }
}
