internal import Foundation
internal import GRDB

/// The audit's shape, as a list of named migrations that is only ever added to.
enum AuditSchema {
    /// Marks a database file as an audit ("PRLA").
    static let applicationID: Int32 = 0x5052_4C41

    /// The step that gives the audit its key.
    private static let keyed = "chainWithKey"

    /// The way from any shape to this one.
    ///
    /// - Parameters:
    ///   - key: for an audit that has none yet; `nil` to look only.
    ///   - now: when it is given the key.
    /// - Returns: the migrations.
    static func migrator(key: AuditKey?, now: Date) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("createAudit") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: tables)
            try db.execute(sql: triggers)
        }
        migrator.registerMigration(keyed) { db in
            guard let key else { throw DatabaseError(message: "an audit is given a key by who has one") }
            try chain(with: key, at: now, db)
        }
        migrator.registerMigration("indexForReading") { db in
            try db.execute(sql: readingIndexes)
        }
        return migrator
    }

    /// Rows of one block, of which the earliest and the latest time are found at once.
    static let blockRows: Int64 = 2_048

    /// A row's outcome, where it tells of an ending; what is no JSON has none.
    static func outcome(of detail: String) -> String {
        "CASE WHEN json_valid(\(detail)) THEN json_extract(\(detail), '$.outcome') END"
    }

    /// What pages are read by; see ``AuditReading``.
    ///
    /// Times do not grow with the rows' numbers to the second, so that they are looked up by blocks of rows.
    private static let readingIndexes = """
        DROP INDEX eventByTime;
        CREATE INDEX eventByBlock ON event (sequence / \(blockRows), atMilliseconds);
        CREATE INDEX eventByRecording ON event (recording, sequence) WHERE kind <> 'ended';
        CREATE INDEX eventByKind ON event (kind, sequence);
        CREATE INDEX eventByOutcome ON event (\(outcome(of: "detail")), begunSequence) WHERE kind = 'ended';
        """

    /// The shapes that there are, to look only.
    static var known: DatabaseMigrator { migrator(key: nil, now: .distantPast) }

    /// Whether the audit has a key.
    static func isKeyed(_ db: Database) throws -> Bool {
        try known.appliedIdentifiers(db).contains(keyed)
    }

    /// Fixes the rows that there are by the hash of the last one, and what stands for removed ones by a code; from then on rows are chained with the key.
    private static func chain(with key: AuditKey, at now: Date, _ db: Database) throws {
        let last = try AuditStore.last(db)
        let anchor = try AuditAnchor(db)
        try db.execute(sql: keyedTables)
        let state = AuditState(key: key, last: last, atMilliseconds: Int64(now.timeIntervalSince1970 * 1000))
        try state.save(db)
        try anchor?.save(by: AuditChain(key: key, state: state), db)
        try db.execute(sql: triggers)
        try db.execute(sql: stateTriggers)
    }

    /// Rows are chained by their hashes; an anchor stands for the rows that retention removed, up to and including `upTo`.
    private static let tables = """
        CREATE TABLE event (
            sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('begun', 'ended', 'notPlayed', 'retention')),
            begunSequence INTEGER,
            atMilliseconds INTEGER NOT NULL,
            listener TEXT NOT NULL,
            means TEXT NOT NULL CHECK (means IN ('url', 'token', '')),
            entry TEXT NOT NULL,
            recording TEXT NOT NULL,
            address TEXT NOT NULL,
            detail TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE UNIQUE INDEX eventByBeginning ON event (begunSequence) WHERE begunSequence IS NOT NULL;
        CREATE INDEX eventByTime ON event (atMilliseconds);
        CREATE INDEX eventByListener ON event (listener, sequence);
        CREATE INDEX eventByEntry ON event (entry, sequence);
        CREATE TABLE anchor (
            upTo INTEGER NOT NULL PRIMARY KEY CHECK (upTo > 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            atMilliseconds INTEGER NOT NULL
        ) STRICT;
        """

    /// The kinds of rows are the program's to know: so a further one needs no table of its own.
    private static let keyedTables = """
        DROP TRIGGER eventIsNotChanged;
        DROP TRIGGER eventIsNotDeleted;
        DROP TRIGGER anchorIsNotChanged;
        DROP TRIGGER anchorIsNotDeleted;
        DROP INDEX eventByBeginning;
        DROP INDEX eventByTime;
        DROP INDEX eventByListener;
        DROP INDEX eventByEntry;
        ALTER TABLE event RENAME TO eventBefore;
        CREATE TABLE event (
            sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind <> ''),
            begunSequence INTEGER,
            atMilliseconds INTEGER NOT NULL,
            listener TEXT NOT NULL,
            means TEXT NOT NULL CHECK (means IN ('url', 'token', '')),
            entry TEXT NOT NULL,
            recording TEXT NOT NULL,
            address TEXT NOT NULL,
            detail TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        INSERT INTO event SELECT * FROM eventBefore ORDER BY sequence;
        INSERT INTO sqlite_sequence (name, seq) SELECT 'event', 0
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'event');
        UPDATE sqlite_sequence SET seq = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'eventBefore'), 0)
            WHERE name = 'event';
        DROP TABLE eventBefore;
        CREATE UNIQUE INDEX eventByBeginning ON event (begunSequence) WHERE begunSequence IS NOT NULL;
        CREATE INDEX eventByTime ON event (atMilliseconds);
        CREATE INDEX eventByListener ON event (listener, sequence);
        CREATE INDEX eventByEntry ON event (entry, sequence);
        DROP TABLE anchor;
        CREATE TABLE anchor (
            upTo INTEGER NOT NULL PRIMARY KEY CHECK (upTo > 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            atMilliseconds INTEGER NOT NULL,
            code BLOB NOT NULL CHECK (length(code) = 32)
        ) STRICT;
        CREATE TABLE auditState (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            auditID BLOB NOT NULL CHECK (length(auditID) = 16),
            unkeyedUpTo INTEGER NOT NULL CHECK (unkeyedUpTo >= 0),
            unkeyedHash BLOB NOT NULL CHECK (length(unkeyedHash) = 32),
            keyedAtMilliseconds INTEGER NOT NULL,
            code BLOB NOT NULL CHECK (length(code) = 32)
        ) STRICT;
        """

    private static let stateTriggers = """
        CREATE TRIGGER auditStateIsNotChanged BEFORE UPDATE ON auditState BEGIN
            SELECT RAISE(ABORT, 'the audit stays the one that it is');
        END;
        CREATE TRIGGER auditStateIsNotDeleted BEFORE DELETE ON auditState BEGIN
            SELECT RAISE(ABORT, 'the audit stays the one that it is');
        END;
        """

    private static let triggers = """
        CREATE TRIGGER eventIsNotChanged BEFORE UPDATE ON event BEGIN
            SELECT RAISE(ABORT, 'audit rows are not changed');
        END;
        CREATE TRIGGER eventIsNotDeleted BEFORE DELETE ON event
            WHEN OLD.sequence > coalesce((SELECT max(upTo) FROM anchor), 0) BEGIN
            SELECT RAISE(ABORT, 'audit rows are deleted by retention only');
        END;
        CREATE TRIGGER anchorIsNotChanged BEFORE UPDATE ON anchor BEGIN
            SELECT RAISE(ABORT, 'audit anchors are not changed');
        END;
        CREATE TRIGGER anchorIsNotDeleted BEFORE DELETE ON anchor BEGIN
            SELECT RAISE(ABORT, 'audit anchors are not deleted');
        END;
        """
}

extension AuditAnchor {
    /// The anchor that counts, which is the last one; `nil` when no row was removed yet.
    init?(_ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM anchor ORDER BY upTo DESC LIMIT 1") else { return nil }
        self.init(
            upTo: row["upTo"],
            hash: row["hash"],
            atMilliseconds: row["atMilliseconds"],
            // Anchors from before the key have none.
            code: row["code"] ?? Data()
        )
    }

    /// Puts it in, with the code that shows whose it is.
    func save(by chain: AuditChain, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO anchor (upTo, hash, atMilliseconds, code) VALUES (?, ?, ?, ?)",
            arguments: [upTo, hash, atMilliseconds, chain.code(of: self)]
        )
    }
}
