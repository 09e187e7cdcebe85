internal import Foundation

/// The keys that may open a registry: one, or two where a rotation was cut short.
///
/// To be used while nobody else opens or rotates.
struct RegistryKeys: Sendable {
    private let files: RegistryFiles
    private let source: RegistryKeySource

    init(_ source: RegistryKeySource, files: RegistryFiles) {
        self.source = source
        self.files = files
    }

    /// What to call the key in an error.
    var name: String {
        switch source {
        case .file: files.key
        case .given: "given by the configuration"
        }
    }

    /// The key that the database's values are sealed with.
    ///
    /// A rotation that was cut short after its last write is completed, one that was cut short before is undone.
    ///
    /// - Parameter keyCheck: a value of the database's; `nil` for a new one, which gets a new key where none is at hand.
    /// - Returns: what opens and seals its values.
    /// - Throws: `keyMissing`, `keyWrong`, `keyRefused`, `directoryNotUsable`.
    func sealer(for keyCheck: Data?) throws(RegistryError) -> Sealer {
        switch source {
        case .file: try sealerFromFile(for: keyCheck)
        case .given(let key, let new):
            try sealer(
                among: [try RegistryKey(key)] + (try new.map(RegistryKey.init).map { [$0] } ?? []),
                for: keyCheck
            )
        }
    }

    private func sealerFromFile(for keyCheck: Data?) throws(RegistryError) -> Sealer {
        let key = try RegistryKey.load(files.key, of: files)
        if let keyCheck, let new = try RegistryKey.load(files.newKey, of: files) {
            let sealer = Sealer(key: new, keyID: keyCheck.first ?? Sealer.firstKeyID)
            if StateTable(sealer: sealer).fits(keyCheck) {
                try files.rename(files.newKey, to: files.key)
                return sealer
            }
        }
        guard let key else {
            guard keyCheck == nil else { throw .keyMissing(path: files.key) }
            return Sealer(key: try RegistryKey.create(files.key, of: files), keyID: Sealer.firstKeyID)
        }
        let sealer = try sealer(among: [key], for: keyCheck)
        unlink(files.newKey)
        return sealer
    }

    private func sealer(among keys: [RegistryKey], for keyCheck: Data?) throws(RegistryError) -> Sealer {
        let keyID = keyCheck?.first ?? Sealer.firstKeyID
        let sealers = keys.map { Sealer(key: $0, keyID: keyID) }
        let fitting = keyCheck.map { check in sealers.first { StateTable(sealer: $0).fits(check) } } ?? sealers.first
        guard let fitting else { throw .keyWrong(path: name) }
        return fitting
    }

    /// The key that a rotation seals with: a new file's, or the second of those given.
    ///
    /// - Throws: `keyRefused` when no other key was given, `directoryNotUsable`.
    func next(after sealer: Sealer) throws(RegistryError) -> Sealer {
        let key: RegistryKey
        switch source {
        case .file:
            key = try RegistryKey.create(files.newKey, of: files)
        case .given(_, let new):
            guard let new else { throw .keyRefused(problem: "to seal with from now on was not given: registry.newKey") }
            key = try RegistryKey(new)
            guard key != sealer.key else { throw .keyRefused(problem: "is the one that the registry is sealed with") }
        }
        return Sealer(key: key, keyID: sealer.keyID == .max ? Sealer.firstKeyID : sealer.keyID + 1)
    }

    /// The new key takes the old one's place.
    func replace() throws(RegistryError) {
        guard case .file = source else { return }
        try files.rename(files.newKey, to: files.key)
    }

    /// Keeps a key file from others.
    func keepPrivate() throws(RegistryError) {
        guard case .file = source else { return }
        try files.keepPrivate(files.key)
    }
}
