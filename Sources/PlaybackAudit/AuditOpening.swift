internal import GRDB
internal import Storage

/// Which key an audit is opened with; pure, so that no case is overlooked.
enum AuditOpening: Equatable {
    /// What lies at the audit's place.
    enum Found: Equatable {
        /// Nothing, or a file without tables.
        case nothing
        /// An audit from before the key.
        case unkeyed
        /// `nil` where its state was taken away; with it, whether it has rows that were chained with the key.
        case keyed(AuditState?, hasKeyedRows: Bool)
    }

    /// With the key that it has.
    case with(AuditKey)
    /// A new audit beside a key that had another one: what became of that one is told in the first row.
    case anew(AuditKey)
    /// With a key that has no audit yet, or whose audit was not told that the key is kept; `nil`: to be made.
    case giving(AuditKey?)
    case refused(Refusal)

    enum Refusal: Equatable {
        case keyMissing
        case keyWrong
        case keyOfAnother
        case stateMissing
    }

    /// - Parameters:
    ///   - found: what lies there.
    ///   - key: under its own name.
    ///   - new: the key of an opening that was cut short.
    init(_ found: Found, key: AuditKey?, new: AuditKey?) {
        switch (found, key) {
        case (.nothing, let key?): self = .anew(key)
        case (.nothing, nil), (.unkeyed, nil): self = .giving(new)
        case (.unkeyed, .some): self = .refused(.keyOfAnother)
        case (.keyed(nil, _), _): self = .refused(.stateMissing)
        case (.keyed(let state?, _), let key?): self = state.fits(key) ? .with(key) : .refused(.keyWrong)
        case (.keyed(let state?, let hasKeyedRows), nil):
            // Rows are chained only once the key has its name: with rows, somebody else renamed it.
            guard let new, state.fits(new), !hasKeyedRows else {
                self = .refused(.keyMissing)
                return
            }
            self = .giving(new)
        }
    }
}

extension AuditOpening.Refusal {
    func error(path: String, key: String) -> AuditError {
        switch self {
        case .keyMissing: .keyMissing(path: key)
        case .keyWrong: .keyWrong(path: key)
        case .keyOfAnother: .keyOfAnother(path: path, key: key)
        case .stateMissing: .damaged(path: path, problem: "what it was made with a key for was taken away")
        }
    }
}

extension AuditOpening.Found {
    /// Looks at a file without writing to it.
    ///
    /// - Throws: as `KeptDatabase` does.
    init(_ file: KeptDatabase) throws {
        self = try file.look(AuditSchema.known) { try Self.init($0) } ?? .nothing
    }

    private init(_ db: Database) throws {
        guard try AuditSchema.isKeyed(db) else {
            self = .unkeyed
            return
        }
        guard let state = try AuditState(db) else {
            self = .keyed(nil, hasKeyedRows: true)
            return
        }
        self = .keyed(state, hasKeyedRows: try AuditStore.last(db).sequence > state.unkeyedUpTo)
    }
}
