internal import Foundation
internal import GRDB
internal import Recordings

/// Makes a change of one object, within one transaction, which is taken back when anything is refused.
struct ObjectWork {
    let db: Database
    let sealer: Sealer
    /// For the entries that change.
    let revision: Int64
    /// What may be changed.
    let scope: AdministratorScope
    let author: AuditAuthor

    /// - Parameters:
    ///   - change: what is asked.
    ///   - whole: what its body says, when it says all of an object.
    /// - Returns: what became of the object.
    /// - Throws: `ObjectRefusal`, and what the database throws.
    func perform(_ change: ObjectChange, whole: ImportedObject?) throws -> ObjectOutcome {
        guard let key = change.key ?? whole?.key else {
            preconditionFailure("an object is named by its address, or by its body")
        }
        let stored = try StoredObject.read(key, db, sealer: sealer)
        let decision = ObjectDecision(change.method, change.conditions, stored: stored?.tag)
        if change.method != .post {
            // Before anything is told of it.
            let new = decision == .insert ? whole?.object(over: nil, revision: revision) : nil
            try permit(key, from: stored?.object, to: new)
        }
        switch (decision, stored) {
        case (.delete, let stored?):
            return try delete(stored.object)
        case (.change, let stored?) where change.method == .patch:
            let (object, clearsPassword) = try change.form.patched(change.body, of: stored.object)
            return try save(object, over: stored, clearsPassword: clearsPassword)
        case (.change, let stored?):
            // By the name that it has, which the address may spell otherwise.
            return try save(try change.form.whole(change.body, key: stored.object.key), over: stored)
        case (.insert, nil):
            guard let whole else { preconditionFailure("only who says all of an object makes one") }
            return try save(whole, over: nil)
        case (.alreadyExists, _):
            let detail = "There is a \(key.kindWords) \(key.text) already."
            throw ObjectRefusal.alreadyExists(FieldFault(field: change.form.keyMember, detail: detail))
        case (.preconditionFailed, _): throw ObjectRefusal.preconditionFailed(tag: stored?.tag)
        case (.preconditionRequired, _): throw ObjectRefusal.preconditionRequired
        case (.absent, _), (.delete, nil), (.change, nil), (.insert, _?): throw ObjectRefusal.absent(key)
        }
    }

    /// Refuses what lies outside the scope, before and after.
    private func permit(_ key: ObjectKey, from old: RegistryObject?, to new: RegistryObject?) throws {
        let refusal = try scope.refusal(ofChanging: key, from: old, to: new) { try EntryTable.scope(of: $0, db) }
        if let refusal { throw refusal }
    }

    private func save(
        _ imported: ImportedObject,
        over stored: StoredObject?,
        clearsPassword: Bool = false
    ) throws -> ObjectOutcome {
        if let new = imported.object(over: stored?.object, revision: revision) {
            try permit(imported.key, from: stored?.object, to: new)
            if stored == nil { try expectPlace(of: new) }
        }
        var run = try ImportRun(db, sealer: sealer, revision: revision, refusesSeconds: false)
        do {
            _ = try run.take(imported)
            try run.end()
        } catch let problem as ImportProblem {
            throw ObjectRefusal.fieldsInvalid([FieldFault(problem)])
        }
        if clearsPassword, stored?.hasPassword == true, case .user(let name)? = stored?.object.key {
            try UserTable.clearPassword(of: name, db)
        }
        let key = stored?.object.key ?? imported.key
        guard let new = try StoredObject.read(key, db, sealer: sealer) else { throw ObjectRefusal.absent(key) }
        guard new.tag != stored?.tag else { return ObjectOutcome(fate: .unchanged, stored: new) }
        var properties = new.object.namesThatDiffer(from: stored?.object)
        if new.sealedPassword != stored?.sealedPassword { properties.append("password") }
        let outcome = stored == nil ? ImportRun.Outcome.inserted : .changed
        try note(outcome, key, properties)
        return ObjectOutcome(fate: stored == nil ? .inserted : .changed, stored: new)
    }

    private func delete(_ object: RegistryObject) throws -> ObjectOutcome {
        switch object.key {
        case .entry(.demonstrationSimulator):
            throw ObjectRefusal.fixed(
                "This is the demonstration entry, which reports across demonstration simulators play their recordings through; it must not be deleted."
            )
        case .telephonyServer, .partition:
            guard let use = try object.scope.use(db) else { break }
            throw ObjectRefusal.inUse("\(use) still belong to it; change or delete them first.")
        case .entry, .user: break
        }
        var run = try ImportRun(db, sealer: sealer, revision: revision, refusesSeconds: false)
        _ = try run.take(.deletion(object.key))
        try run.end()
        try note(.deleted, object.key, [])
        return ObjectOutcome(fate: .deleted, stored: nil)
    }

    private func note(_ outcome: ImportRun.Outcome, _ key: ObjectKey, _ properties: [String]) throws {
        guard let action = AuditAction(key.kind, outcome) else { return }
        try AuditTable.insert(action, key.text, properties: properties, by: author, db)
    }

    /// A Partition has a place besides its GUID.
    private func expectPlace(of object: RegistryObject) throws {
        guard case .partition(let partition) = object,
            let holder = try PartitionTable.partition(at: partition.scope, db)
        else { return }
        let detail = "There is a \(partition.scope) already, with the partitionGUID \(holder.partitionGUID)."
        throw ObjectRefusal.alreadyExists(FieldFault(field: "partIDInTelSys", detail: detail))
    }
}

extension AuditAction {
    /// `nil` where nothing became different.
    init?(_ kind: ImportSummary.Kind, _ outcome: ImportRun.Outcome) {
        let actions: (added: AuditAction, changed: AuditAction, deleted: AuditAction) =
            switch kind {
            case .telephonyServers: (.addTelephonyServer, .changeTelephonyServer, .deleteTelephonyServer)
            case .partitions: (.addPartition, .changePartition, .deletePartition)
            case .callRecInts: (.addEntry, .changeEntry, .deleteEntry)
            case .users: (.addUser, .changeUser, .deleteUser)
            }
        switch outcome {
        case .inserted: self = actions.added
        case .changed: self = actions.changed
        case .deleted: self = actions.deleted
        case .unchanged, .absent: return nil
        }
    }
}
