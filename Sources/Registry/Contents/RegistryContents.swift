package import Recordings

/// All of the registry that is held in memory, as of one generation.
struct RegistryContents: Sendable {
    /// Counts committed changes, in all processes.
    var generation: UInt64
    /// The last row of ``ChangeTable`` that is in here.
    var position: Int64
    var snapshot: RegistrySnapshot
    /// The Partitions by place, for those who know a Telephony Server and a number in it.
    var partitionGUIDs: SharedTable<Scope, PartitionGUID>
    /// The tokens that are accepted.
    var tokens: [TokenHash: APIToken]

    static let none = RegistryContents(
        generation: 0,
        position: 0,
        snapshot: RegistrySnapshot(),
        partitionGUIDs: [:],
        tokens: [:]
    )
}

/// What became different between two generations of the registry.
package struct RegistryChange: Hashable, Sendable {
    package let generation: UInt64
    /// Entries that are new or different: what was learned through an older version (tokens, lists) no longer counts.
    package let changedEntries: Set<CallRecIntGUID>
    package let deletedEntries: Set<CallRecIntGUID>

    package init(generation: UInt64, changedEntries: Set<CallRecIntGUID>, deletedEntries: Set<CallRecIntGUID>) {
        self.generation = generation
        self.changedEntries = changedEntries
        self.deletedEntries = deletedEntries
    }

    /// Compares entries by revision; each committed change gives the entries it touches a revision never used before.
    init(from old: RegistryContents, to new: RegistryContents) {
        let oldEntries = old.snapshot.entries
        let newEntries = new.snapshot.entries
        generation = new.generation
        changedEntries = Set(newEntries.lazy.filter { oldEntries[$0.key]?.revision != $0.value.revision }.map(\.key))
        deletedEntries = Set(oldEntries.keys.lazy.filter { newEntries[$0] == nil })
    }

    /// Of the entries that an edit speaks of, those that are different.
    init(_ edit: RegistryEdit, from old: RegistryContents, generation: UInt64) {
        self.generation = generation
        let entries = old.snapshot.entries
        changedEntries = Set(
            edit.savedEntries.lazy.filter { entries[$0.callRecIntGUID]?.revision != $0.revision }.map(\.callRecIntGUID)
        )
        deletedEntries = edit.deletedEntries.filter { entries[$0] != nil }
    }
}
