internal import GRDB
internal import Recordings

/// Writes what a plan decided, in the order in which the rows refer to each other.
struct ImportWriter {
    let sealer: Sealer
    let progress: (ImportProgress) -> Void

    func write(_ plan: ImportPlan, _ db: Database) throws {
        let entries = EntryTable(sealer: sealer)
        let users = UserTable(sealer: sealer)
        try each(plan.edit.savedServers, .telephonyServers) { try TelephonyServerTable.save($0, db) }
        try each(plan.edit.savedPartitions, .partitions) { try PartitionTable.save($0, db) }
        try each(plan.edit.savedEntries, .callRecInts) { try entries.save($0, db) }
        try each(plan.edit.savedUsers, .users) { try UserTable.save($0, db) }
        for (username, verifier) in plan.passwords {
            try users.setPasswordVerifier(verifier, of: username, db)
        }
    }

    private func each<Element>(
        _ elements: [Element],
        _ kind: ImportSummary.Kind,
        save: (Element) throws -> Void
    ) throws {
        for (index, element) in elements.enumerated() {
            try save(element)
            let done = index + 1
            if done == elements.count || done.isMultiple(of: ImportProgress.stride) {
                progress(ImportProgress(kind: kind, done: done, total: elements.count))
            }
        }
    }
}
