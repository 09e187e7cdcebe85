internal import GRDB

/// Triggers that count every change in the registry's generation, whoever makes it: this program, an older one, or a person with SQLite's shell.
///
/// What the program changes sets the generation itself, to one more than before, which is then the last word. An entry that is changed without a
/// revision gets one, so that what was learned through it is forgotten; its credentials do not count there, since a rotation of the key
/// seals them anew and changes nothing.
enum ChangeCounting {
    private static let tables = ["telephonyServer", "partition", "callRecInt", "reportingUser", "apiToken"]
    private static let entryColumns = [
        "callRecIntType", "telSysID", "partIDInTelSys", "description", "ipAddrOrHost1", "ipAddrOrHost2",
    ]

    /// Makes the triggers that are not there; costs a look at the schema when all are.
    static func begin(_ db: Database) throws {
        for table in tables {
            for (event, name) in [("INSERT", "Inserted"), ("UPDATE", "Updated"), ("DELETE", "Deleted")] {
                try db.execute(
                    sql: """
                        CREATE TRIGGER IF NOT EXISTS \(table)\(name) AFTER \(event) ON "\(table)" BEGIN
                            UPDATE registryState SET generation = generation + 1;
                        END
                        """
                )
            }
        }
        let differences = entryColumns.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
        try db.execute(
            sql: """
                CREATE TRIGGER IF NOT EXISTS callRecIntRevised
                AFTER UPDATE OF \(entryColumns.joined(separator: ", ")) ON callRecInt
                WHEN NEW.revision = OLD.revision AND (\(differences)) BEGIN
                    UPDATE callRecInt SET revision = (SELECT generation + 1 FROM registryState)
                    WHERE callRecIntGUID = NEW.callRecIntGUID;
                END
                """
        )
    }
}
