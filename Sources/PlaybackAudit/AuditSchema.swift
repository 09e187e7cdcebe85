internal import GRDB

/// The audit's shape, as a list of named migrations that is only ever added to.
enum AuditSchema {
    /// Marks a database file as an audit ("PRLA").
    static let applicationID: Int32 = 0x5052_4C41

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("createAudit") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: tables)
            try db.execute(sql: triggers)
        }
        return migrator
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
