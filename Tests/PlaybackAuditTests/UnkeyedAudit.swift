import Crypto
import Foundation
import GRDB

/// An audit as it was before it had a key.
enum UnkeyedAudit {
    /// Makes one with playbacks that begin and end, two rows each.
    static func make(at path: String, rows: Int, anchoredUpTo: Int = 0) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(sql: schema)
            for sequence in 1...rows { try insert(sequence, db) }
            try chain(upTo: rows, db)
            if anchoredUpTo > 0 {
                let lastHash = "SELECT hash FROM event WHERE sequence = ?"
                let hash = try Data.fetchOne(db, sql: lastHash, arguments: [anchoredUpTo])
                try db.execute(sql: "INSERT INTO anchor VALUES (?, ?, 0)", arguments: [anchoredUpTo, hash])
                let detail = #"{"removedHash":"\#(hex(hash ?? Data()))","removedUpTo":\#(anchoredUpTo)}"#
                try db.execute(
                    sql: """
                        INSERT INTO event VALUES
                            (?, 'retention', NULL, 1700000000000, '', '', '', '', '', ?, zeroblob(32))
                        """,
                    arguments: [rows + 1, detail]
                )
                try chain(upTo: rows + 1, db)
                try db.execute(sql: "DELETE FROM event WHERE sequence <= ?", arguments: [anchoredUpTo])
            }
            try db.execute(sql: triggers)
        }
        try queue.close()
    }

    /// Changes a row, and makes the chain up to a row anew, as anybody can without a key.
    static func rewrite(at path: String, upTo last: Int) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(sql: "UPDATE event SET listener = 'somebody' WHERE sequence = 1")
            try chain(upTo: last, db)
        }
        try queue.close()
    }

    private static func insert(_ sequence: Int, _ db: Database) throws {
        let isBeginning = !sequence.isMultiple(of: 2)
        let detail =
            isBeginning
            ? #"{"download":false,"range":"0-9","sizeBytes":10}"#
            : #"{"answers":1,"outcome":"whole","ranges":["0-9"],"rangesAreCoarse":false,"seeks":0,"sentBytes":10}"#
        try db.execute(
            sql: """
                INSERT INTO event VALUES
                    (?, ?, ?, 1700000000000, 'old', 'url', 'entry', '041', '192.0.2.1', ?, zeroblob(32))
                """,
            arguments: [sequence, isBeginning ? "begun" : "ended", isBeginning ? nil : sequence - 1, detail]
        )
    }

    private static func chain(upTo last: Int, _ db: Database) throws {
        var previous = Data(count: 32)
        let sql = "SELECT * FROM event WHERE sequence <= ? ORDER BY sequence"
        let rows = try Row.fetchAll(db, sql: sql, arguments: [last])
        for row in rows {
            var form = previous
            for name in [
                "sequence", "kind", "begunSequence", "atMilliseconds", "listener", "means", "entry", "recording",
                "address", "detail",
            ] {
                let value: DatabaseValue = row[name]
                let text = String.fromDatabaseValue(value) ?? Int64.fromDatabaseValue(value).map { String($0) }
                form += Data((text.map { "\($0.utf8.count):\($0)," } ?? "-,").utf8)
            }
            previous = Data(SHA256.hash(data: form))
            let sequence: Int = row["sequence"]
            try db.execute(sql: "UPDATE event SET hash = ? WHERE sequence = ?", arguments: [previous, sequence])
        }
    }

    static func hex(_ data: Data) -> String {
        data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let schema = """
        PRAGMA application_id = 1347570753;
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('createAudit');
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
