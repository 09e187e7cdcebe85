package import Foundation
internal import Storage

/// The file with the keys of audio URLs, `signing.key` in the data directory; made at the first start.
///
/// Always replaced as a whole, and changed by one process at a time.
package struct SigningKeyFile: Sendable {
    /// What is told of a key: never the key.
    package struct Standing: Sendable, Hashable {
        package let keyID: String
        /// `nil` for the key that signs.
        package let acceptedUntil: Date?
    }

    let directory: String
    var path: String { directory + "/signing.key" }
    var exists: Bool { PrivateFile(path: path).exists }

    package init(directory: String) {
        self.directory = directory
    }

    /// Reads the keys, or makes the first one; a key that is over is deleted.
    ///
    /// - Throws: `signingKeyUnreadable` when the file cannot be read or written, or does not hold keys.
    func load(now: Date) throws(ServiceStartError) -> SigningKeys {
        try change { known throws(ServiceStartError) in
            known?.live(at: Int64(now.timeIntervalSince1970)) ?? SigningKeys(current: SigningKey())
        }
    }

    /// The keys that are accepted.
    ///
    /// - Throws: `signingKeyUnreadable`.
    package func list(now: Date) throws(ServiceStartError) -> [Standing] {
        Self.standings(try load(now: now))
    }

    /// Makes a new key, which signs from now on; the present one is accepted until no URL of it can be in use any more.
    ///
    /// - Parameters:
    ///   - acceptedForSeconds: the lifetime of URLs and the grace of playbacks under way.
    ///   - isSudden: no other key is accepted any longer: what was given out stops working.
    ///   - now: the time.
    /// - Returns: the keys that are accepted.
    /// - Throws: `signingKeysBothLive` when an earlier rotation's key is still accepted, `signingKeyUnreadable`.
    package func rotate(
        acceptedForSeconds: Int,
        isSudden: Bool,
        now: Date
    ) throws(ServiceStartError) -> [Standing] {
        let seconds = Int64(now.timeIntervalSince1970)
        let keys = try change { known throws(ServiceStartError) in
            guard let known = known?.live(at: seconds) else { return SigningKeys(current: SigningKey()) }
            if let previous = known.previous, !isSudden {
                throw .signingKeysBothLive(until: RFC3339.text(Self.date(previous.acceptedUntil)))
            }
            let until = isSudden ? nil : seconds + Int64(acceptedForSeconds)
            return known.rotated(to: SigningKey(), acceptedUntil: until)
        }
        return Self.standings(keys)
    }

    /// Reads and rewrites the file while no other process does.
    private func change(
        _ decide: (SigningKeys?) throws(ServiceStartError) -> SigningKeys
    ) throws(ServiceStartError) -> SigningKeys {
        guard let lock = try? FileLock(directory, .alone) else { throw .signingKeyUnreadable(path: path) }
        defer { withExtendedLifetime(lock) {} }
        let file = PrivateFile(path: path)
        var known: SigningKeys?
        if file.exists {
            guard let text = file.read(), let keys = SigningKeys(text: text) else {
                throw .signingKeyUnreadable(path: path)
            }
            known = keys
        }
        let keys = try decide(known)
        if keys != known, !file.replace(with: keys.text) { throw .signingKeyUnreadable(path: path) }
        return keys
    }

    /// What is told of keys.
    static func standings(_ keys: SigningKeys) -> [Standing] {
        [Standing(keyID: keys.current.keyID, acceptedUntil: nil)]
            + (keys.previous.map { [Standing(keyID: $0.key.keyID, acceptedUntil: date($0.acceptedUntil))] } ?? [])
    }

    private static func date(_ seconds: Int64) -> Date {
        Date(timeIntervalSince1970: TimeInterval(seconds))
    }
}
