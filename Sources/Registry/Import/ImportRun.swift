internal import GRDB
internal import Recordings

/// Brings imported objects into the database one after the other, each checked against what is there by then; to be used within one transaction,
/// which is taken back when anything is refused.
struct ImportRun {
    /// What became of an object.
    enum Outcome: String {
        case inserted
        case changed
        /// Equal to what was there; nothing was written.
        case unchanged
        case deleted
        /// What was to be deleted was not there.
        case absent
    }

    private let db: Database
    private let sealer: Sealer
    /// For the entries that change.
    private let revision: Int64
    /// Whether an object that comes a second time is refused: where no order says which of the two counts.
    private let refusesSeconds: Bool
    private var written = 0
    /// What was looked up and is there: many objects refer to few.
    private var scopes: Set<Scope> = [.applicationWide]
    private var entries: Set<CallRecIntGUID> = []
    private var seenServers: Set<TelSysID> = []
    private var seenPartitions: Set<PartitionGUID> = []
    private var seenEntries: Set<CallRecIntGUID> = []
    private var seenUsers: SeenUsers
    private let insertion: UserInsertion
    /// Made anew at the end where very many users come.
    private var indexes: UserIndexes
    /// Whether users are most probably new: the last one was.
    private var bringsNewUsers = true

    init(_ db: Database, sealer: Sealer, revision: Int64, refusesSeconds: Bool) throws {
        self.db = db
        self.sealer = sealer
        self.revision = revision
        self.refusesSeconds = refusesSeconds
        seenUsers = try SeenUsers(db)
        insertion = try UserInsertion(db)
        indexes = try UserIndexes(db)
    }

    /// To be called when all is taken in.
    mutating func end() throws {
        try indexes.makeAnew()
        if written >= ChangeTable.maximumOfOneChange { try ChangeTriggers.make(db) }
    }

    /// Takes one object in.
    ///
    /// - Throws: `ImportProblem`, whose path begins within the object, and what the database throws.
    mutating func take(_ object: ImportedObject) throws -> Outcome {
        switch object {
        case .telephonyServer(let imported): try take(imported)
        case .partition(let imported): try take(imported)
        case .entry(let imported): try take(imported)
        case .user(let imported): try take(imported)
        case .deletion(let key): try delete(key)
        }
    }

    private mutating func take(_ imported: ImportedTelephonyServer) throws -> Outcome {
        let isFirst = seenServers.insert(imported.telSysID).inserted
        try expectFirst(isFirst, "telSysID")
        let old = try TelephonyServerTable.server(imported.telSysID, db)
        let server = imported.server(over: old)
        guard old != server else { return .unchanged }
        try willWrite()
        try TelephonyServerTable.save(server, db)
        return old == nil ? .inserted : .changed
    }

    private mutating func take(_ imported: ImportedPartition) throws -> Outcome {
        let old = try PartitionTable.partition(imported.partitionGUID, db)
        let partition = imported.partition(over: old)
        let isFirst = seenPartitions.insert(partition.partitionGUID).inserted
        try expectFirst(isFirst, "partitionGUID")
        try expectServer(partition.telSysID, ImportPath(.key("telSysID")))
        if let old, old.scope != partition.scope {
            let key = old.telSysID == partition.telSysID ? "partIDInTelSys" : "telSysID"
            throw ImportProblem(
                ImportPath(.key(key)),
                "this partitionGUID is \(old.scope), and a Partition cannot move"
            )
        }
        if let holder = try PartitionTable.partition(at: partition.scope, db)?.partitionGUID,
            holder != partition.partitionGUID
        {
            throw ImportProblem(
                ImportPath(.key("partIDInTelSys")),
                "\(partition.scope) has the partitionGUID \(holder) already"
            )
        }
        guard old != partition else { return .unchanged }
        try willWrite()
        try PartitionTable.save(partition, db)
        return old == nil ? .inserted : .changed
    }

    private mutating func take(_ imported: ImportedEntry) throws -> Outcome {
        let isFirst = seenEntries.insert(imported.callRecIntGUID).inserted
        try expectFirst(isFirst, "callRecIntGUID")
        let table = EntryTable(sealer: sealer)
        let old = try table.entry(imported.callRecIntGUID, db)
        let entry = imported.entry(over: old, revision: revision)
        try expect(entry.scope, ImportPath())
        entries.insert(entry.callRecIntGUID)
        guard old != entry.with(revision: old?.revision ?? revision) else { return .unchanged }
        try willWrite()
        try table.save(entry, db)
        return old == nil ? .inserted : .changed
    }

    private mutating func take(_ imported: ImportedUser) throws -> Outcome {
        if bringsNewUsers {
            if try addsAtOnce(imported) { return .inserted }
            bringsNewUsers = false
        }
        let known = try UserTable.spellings(of: imported.username, db)
        let old = known.count == 1 ? known[0] : nil
        let user = imported.user(over: old)
        let path = ImportPath(.key("username"))
        // By itself: were it an argument, a copy of all that was seen would be made for it.
        let isFirst = try known.first.map { try !refusesSeconds || seenUsers.isFirst($0.username) } ?? true
        try expectFirst(isFirst, "username")
        if let other = known.first, let difference = SpellingDifference(user.username, other.username) {
            throw ImportProblem(path, "\(difference); spell it as there")
        }
        try expect(user.scope, ImportPath(.key("scope")))
        if let assigned = user.recordingPlayback { try expectEntry(assigned) }
        let verifier = try newVerifier(imported)
        guard old != user || verifier != nil else { return .unchanged }
        try willWrite()
        if old != user { try UserTable.save(user, db) }
        if let verifier { try UserTable(sealer: sealer).setPasswordVerifier(verifier, of: user.username, db) }
        guard old == nil else { return .changed }
        bringsNewUsers = true
        if !user.username.utf8.allSatisfy({ $0 < 0x80 }) { try seenUsers.lookForSpellings() }
        try indexes.noteNewUser()
        return .inserted
    }

    /// Adds a user where nothing has to be looked up for it: of places and an entry that were seen, and a name that is not there, and has one spelling.
    ///
    /// - Returns: whether it was one, as most are of a file that brings many.
    private mutating func addsAtOnce(_ imported: ImportedUser) throws -> Bool {
        guard imported.passwordVerifier == nil, seenUsers.haveOneSpelling(imported.username) else { return false }
        let user = imported.user(over: nil)
        guard scopes.contains(user.scope), user.recordingPlayback.map(entries.contains) ?? true,
            try insertion.insert(user)
        else { return false }
        try willWrite()
        try indexes.noteNewUser()
        return true
    }

    /// What a password that is not in force yet is verified with.
    private func newVerifier(_ imported: ImportedUser) throws -> Secret? {
        guard let verifier = imported.passwordVerifier,
            try UserTable(sealer: sealer).passwordVerifier(of: imported.username, db) != verifier
        else { return nil }
        // One that is in force already was taken when it was set, by whatever rule held then.
        if let problem = imported.passwordProblem {
            throw ImportProblem(ImportPath(.key("password")), problem.rawValue)
        }
        return verifier
    }

    /// So that no more is written down than whoever follows would read one by one.
    private mutating func willWrite() throws {
        written += 1
        guard written == ChangeTable.maximumOfOneChange else { return }
        try ChangeTable.changeEverything(db)
        try ChangeTriggers.remove(db)
    }

    private func expectFirst(_ isFirst: Bool, _ key: String) throws {
        guard !refusesSeconds || isFirst else {
            throw ImportProblem(ImportPath(.key(key)), "occurs a second time in the file; remove one of the two")
        }
    }

    private mutating func expect(_ scope: Scope, _ path: ImportPath) throws {
        guard !scopes.contains(scope), let telSysID = scope.telSysID else { return }
        try expectServer(telSysID, path.appending("telSysID"))
        guard try scope.exists(db) else {
            throw ImportProblem(
                path.appending("partIDInTelSys"),
                "there is no \(scope), in the file or the registry; add it to partitions"
            )
        }
        scopes.insert(scope)
    }

    private mutating func expectServer(_ telSysID: TelSysID, _ path: ImportPath) throws {
        let scope = Scope.telephonyServer(telSysID)
        if scopes.contains(scope) { return }
        guard try scope.exists(db) else {
            throw ImportProblem(
                path,
                "there is no Telephony Server \(telSysID), in the file or the registry; add it to telephonyServers"
            )
        }
        scopes.insert(scope)
    }

    private mutating func expectEntry(_ guid: CallRecIntGUID) throws {
        if entries.contains(guid) { return }
        guard try EntryTable.revision(of: guid, db) != nil else {
            throw ImportProblem(
                ImportPath(.key("recordingPlayback")),
                "no integration entry has the GUID \(guid), in the file or the registry; null means no playback"
            )
        }
        entries.insert(guid)
    }
}

// MARK: Deleting

extension ImportRun {
    private mutating func delete(_ key: ObjectKey) throws -> Outcome {
        scopes = [.applicationWide]
        entries = []
        // Whatever belongs to the object is looked for by them.
        try indexes.makeAnew()
        try willWrite()
        let isDeleted =
            switch key {
            case .telephonyServer(let telSysID):
                try delete(.telephonyServer(telSysID), "telephonyServer") {
                    try TelephonyServerTable.delete(telSysID, db)
                }
            case .partition(let guid):
                try PartitionTable.partition(guid, db).map { partition in
                    try delete(partition.scope, "partition") { try PartitionTable.delete(guid, db) }
                } ?? false
            case .entry(let guid): try deleteEntry(guid)
            case .user(let name):
                try UserTable.user(spelled: name, db).map { try UserTable.delete($0.username, db) } ?? false
            }
        return isDeleted ? .deleted : .absent
    }

    private func deleteEntry(_ guid: CallRecIntGUID) throws -> Bool {
        guard guid != .demonstrationSimulator else {
            throw ImportProblem(ImportPath(.key("callRecInt")), "the demonstration entry is never deleted")
        }
        let limit = Int64(ChangeTable.maximumOfOneChange)
        if try UserTable.count(assigned: guid, upTo: limit, db) == limit { try ChangeTable.changeEverything(db) }
        return try EntryTable.delete(guid, db)
    }

    /// Deletes a component that nothing belongs to any more.
    private func delete(_ scope: Scope, _ key: String, _ delete: () throws -> Bool) throws -> Bool {
        if let user = try scope.firstUse(db) {
            throw ImportProblem(
                ImportPath(.key(key)),
                "\(scope) is still in use, by \(user); change or delete that first"
            )
        }
        return try delete()
    }
}
