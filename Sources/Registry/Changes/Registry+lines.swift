package import Foundation
internal import GRDB
package import Recordings

/// What one line of a change did.
package struct ChangedLine: Hashable, Sendable {
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
    ///   - scope: what may be changed; a line outside refuses them all.
    ///   - author: for the audit.
    ///   - idempotencyKey: `nil` for a request that is done each time that it comes.
    ///   - answer: what is kept for the case that the same request comes again.
    /// - Returns: what became of each line, or what was answered to the same request before.
    /// - Throws: `importRefused` with the line and what would be right; `objectRefused` outside the scope; `busy`, `storageFailed`.
    package func change(
        _ lines: Data,
        within scope: AdministratorScope = .everything,
        by author: AuditAuthor,
        once idempotencyKey: IdempotencyKey? = nil,
        answer: @escaping @Sendable ([ChangedLine]) throws -> Data = { _ in Data() }
    ) async throws(RegistryError) -> Once<[ChangedLine]> {
        let reader = ImportReader(source: ImportSource(lines))
        return try await once(idempotencyKey, at: author.at, answer: answer) { db, revision in
            var run = try ImportRun(db, sealer: self.sealer, revision: revision, refusesSeconds: false)
            var outcomes: [ChangedLine] = []
            try reader.lines { read in
                guard outcomes.count < Self.maximumChangeLines else {
                    let problem = "one change has at most \(Self.maximumChangeLines) lines"
                    throw RegistryError.importRefused(line: read.piece.line, path: "", problem: problem)
                }
                if !scope.isEverything { try self.permit(read, revision, within: scope, db) }
                let outcome = try Self.take(read, from: reader, &run)
                if let action = AuditAction(read.object.kind, outcome) {
                    try AuditTable.insert(action, read.object.key.text, properties: [], by: author, db)
                }
                outcomes.append(
                    ChangedLine(
                        line: read.piece.line,
                        kind: read.object.kind.ofOne,
                        key: read.object.key.text,
                        outcome: outcome.rawValue
                    )
                )
            }
            try run.end()
            return outcomes
        }
    }

    /// Refuses a line outside the scope.
    private func permit(
        _ read: ImportReader.Read,
        _ revision: Int64,
        within scope: AdministratorScope,
        _ db: Database
    ) throws {
        let key = read.object.key
        let old = try StoredObject.read(key, db, sealer: sealer)?.object
        let new = read.object.object(over: old, revision: revision)
        let refusal = try scope.refusal(ofChanging: key, from: old, to: new) { try EntryTable.scope(of: $0, db) }
        guard case .outsideScope(let fault)? = refusal else { return }
        let path = [key.kind.ofOne, fault.field].filter { !$0.isEmpty }.joined(separator: ".")
        throw ObjectRefusal.outsideScope(FieldFault(field: path, detail: "line \(read.piece.line): \(fault.detail)"))
    }
}
