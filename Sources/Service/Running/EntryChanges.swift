internal import Recordings

/// What a change of the registry means for everything that was learned through its entries; pure.
struct EntryChanges: Sendable, Hashable {
    /// Entries whose tokens, lists and locations are to be forgotten.
    let forgotten: Set<CallRecIntGUID>
    /// Entries whose audio is to be deleted as well: gone, or another account by now.
    let purged: Set<CallRecIntGUID>

    /// - Parameters:
    ///   - guids: the entries that may have changed.
    ///   - old: the registry before.
    ///   - new: the registry now.
    init(of guids: Set<CallRecIntGUID>, from old: RegistrySnapshot, to new: RegistrySnapshot) {
        var forgotten: Set<CallRecIntGUID> = []
        var purged: Set<CallRecIntGUID> = []
        for guid in guids {
            guard let entry = old.entries[guid] else { continue }
            guard let successor = new.entries[guid] else {
                forgotten.insert(guid)
                purged.insert(guid)
                continue
            }
            if successor.revision != entry.revision { forgotten.insert(guid) }
            if successor.settings != entry.settings { purged.insert(guid) }
        }
        self.forgotten = forgotten
        self.purged = purged
    }
}
