package import Foundation
internal import GRDB
internal import Recordings
internal import Synchronization

/// What one line of a change did.
package struct ChangedLine: Encodable, Hashable, Sendable {
    /// Counted from 1.
    package let line: Int
    /// `telephonyServer`, `partition`, `callRecInt` or `user`.
    package let kind: String
    /// The object's GUID, number or name.
    package let key: String
    /// `inserted`, `changed`, `unchanged`, `deleted` or `absent`.
    package let outcome: String
}

extension Registry {
    /// The most lines of one change.
    package static let maximumChangeLines = 10_000

    /// Makes what the lines say, in their order, all of it or nothing, with an audit row for each object that is different afterwards.
    ///
    /// - Parameters:
    ///   - lines: as an import file that is written line by line has them.
    ///   - author: for the audit.
    /// - Returns: what became of each line.
    /// - Throws: `importRefused` with the line and what would be right; `busy`, `storageFailed`.
    package func change(
        _ lines: Data,
        by author: AuditAuthor
    ) async throws(RegistryError) -> [ChangedLine] {
        let reader = ImportReader(source: ImportSource(lines))
        let changed = Mutex<[ChangedLine]>([])
        try await write { db, revision in
            var run = try ImportRun(db, sealer: self.sealer, revision: revision, refusesSeconds: false)
            var outcomes: [ChangedLine] = []
            try reader.lines { read in
                guard outcomes.count < Self.maximumChangeLines else {
                    let problem = "one change has at most \(Self.maximumChangeLines) lines"
                    throw RegistryError.importRefused(line: read.piece.line, path: "", problem: problem)
                }
                let outcome = try Self.take(read, from: reader, &run)
                if let action = AuditAction(read.object.kind, outcome) {
                    try AuditTable.insert(action, read.object.key, properties: [], by: author, db)
                }
                outcomes.append(
                    ChangedLine(
                        line: read.piece.line,
                        kind: read.object.kind.ofOne,
                        key: read.object.key,
                        outcome: outcome.rawValue
                    )
                )
            }
            try run.end()
            changed.withLock { $0 = outcomes }
        }
        return changed.withLock { $0 }
    }
}

extension ImportedObject {
    /// What names it among its kind.
    fileprivate var key: String {
        switch self {
        case .telephonyServer(let imported): "\(imported.telSysID)"
        case .partition(let imported): imported.partitionGUID.rawValue
        case .entry(let imported): imported.callRecIntGUID.rawValue
        case .user(let imported): imported.username
        case .deletion(.telephonyServer(let telSysID)): "\(telSysID)"
        case .deletion(.partition(let guid)): guid.rawValue
        case .deletion(.entry(let guid)): guid.rawValue
        case .deletion(.user(let name)): name
        }
    }
}

extension AuditAction {
    /// `nil` where nothing became different.
    fileprivate init?(_ kind: ImportSummary.Kind, _ outcome: ImportRun.Outcome) {
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
