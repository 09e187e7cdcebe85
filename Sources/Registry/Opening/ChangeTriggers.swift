internal import GRDB

/// Triggers that write every change of the registry down, whoever makes it: this program, an older one, or a person with SQLite's shell.
///
/// Each row that changes counts in the registry's generation, and is named in the table `registryChange`, so that who has the registry in memory reads that
/// row and no other. What the program changes sets the generation itself, to one more than before, which is then the last word. While the registry is
/// quiet, in a transaction that changes very many rows, nothing is written down row by row: see ``ChangeTable``.
///
/// An entry that is changed without a revision gets one, so that what was learned through it is forgotten; its credentials do not count there, since a
/// rotation of the key seals them anew and changes nothing.
enum ChangeTriggers {
    private static let entryColumns = [
        "callRecIntType", "telSysID", "partIDInTelSys", "description", "ipAddrOrHost1", "ipAddrOrHost2",
    ]

    private static let revising = "callRecIntRevised"

    /// Each kind of change that is written down, with its trigger's name.
    private static var noted: [(kind: ChangeTable.Kind, event: String, name: String)] {
        ChangeTable.Kind.allCases.filter { $0 != .everything }.flatMap { kind in
            [("INSERT", "Inserted"), ("UPDATE", "Updated"), ("DELETE", "Deleted")].map { event, name in
                (kind, event, kind.table + name)
            }
        }
    }

    /// Takes the triggers away, to be made again before the transaction ends: while the registry is quiet, and whoever changes entries gives them their
    /// revision.
    ///
    /// For a row that has triggers SQLite keeps every page as it was, to take back what all of them changed should one fail; from the first row on that
    /// changes more than 64 KiB, in a file.
    static func remove(_ db: Database) throws {
        for name in noted.map(\.name) + [revising] { try db.execute(sql: "DROP TRIGGER IF EXISTS \(name)") }
    }

    /// Makes the triggers, in place of those of an older registry.
    static func make(_ db: Database) throws {
        try remove(db)
        for (kind, event, name) in noted {
            try db.execute(
                sql: """
                    CREATE TRIGGER \(name) AFTER \(event) ON "\(kind.table)"
                    WHEN (SELECT isQuiet FROM registryState) = 0 BEGIN
                        UPDATE registryState SET generation = generation + 1;
                        \(notes(of: event, kind))
                    END
                    """
            )
        }
        let differences = entryColumns.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
        try db.execute(
            sql: """
                CREATE TRIGGER \(revising)
                AFTER UPDATE OF \(entryColumns.joined(separator: ", ")) ON callRecInt
                WHEN NEW.revision = OLD.revision AND (\(differences)) BEGIN
                    UPDATE callRecInt SET revision = (SELECT generation + 1 FROM registryState)
                    WHERE callRecIntGUID = NEW.callRecIntGUID;
                END
                """
        )
    }

    /// The row that is there now, and the one that was, where they have not the same key.
    private static func notes(of event: String, _ kind: ChangeTable.Kind) -> String {
        func note(_ row: String, _ condition: String = "") -> String {
            "INSERT INTO registryChange (kind, key) SELECT '\(kind.rawValue)', \(row).\(kind.key)\(condition);"
        }
        return switch event {
        case "INSERT": note("NEW")
        case "DELETE": note("OLD")
        default: note("NEW") + note("OLD", " WHERE OLD.\(kind.key) IS NOT NEW.\(kind.key)")
        }
    }
}
