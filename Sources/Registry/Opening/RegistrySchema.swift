internal import GRDB

/// The database's shape, as a list of named migrations that is only ever added to.
enum RegistrySchema {
    /// Marks a database file as a registry ("PRLR"), so that another program's file is not mistaken for one.
    static let applicationID: Int32 = 0x5052_4C52

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("createRegistry") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: components)
            try db.execute(sql: entriesAndUsers)
            try db.execute(sql: stateAndTokens)
        }
        migrator.registerMigration("createAudit") { db in
            try db.execute(sql: audit)
        }
        migrator.registerMigration("orderScopeByDescription") { db in
            try db.execute(sql: orderByDescription)
        }
        migrator.registerMigration("noteChanges", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: changes)
            try db.execute(sql: order)
            try db.execute(sql: spellings)
            try db.execute(sql: roles)
            try UserTable.noteSpellings(db)
            try ChangeTriggers.make(db)
        }
        migrator.registerMigration("readAuditByPage") { db in
            try db.execute(sql: auditIndexes)
        }
        migrator.registerMigration("noteTokenUse", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: tokenUses)
        }
        migrator.registerMigration("keepAnswers") { db in
            try db.execute(sql: answers)
        }
        return migrator
    }

    /// What pages of the audit are read by, each in the order of time.
    private static let auditIndexes = """
        CREATE INDEX auditByTime ON audit (atMilliseconds);
        CREATE INDEX auditByAuthor ON audit (author, atMilliseconds);
        CREATE INDEX auditByAction ON audit (action, atMilliseconds);
        CREATE INDEX auditByAuthorAndAction ON audit (author, action, atMilliseconds);
        CREATE INDEX auditBySubject ON audit (subject, atMilliseconds);
        """

    /// When tokens were last used.
    ///
    /// Beside their table, whose changes every process reads: this one changes no decision.
    private static let tokenUses = """
        CREATE TABLE apiTokenUse (
            name TEXT NOT NULL PRIMARY KEY REFERENCES apiToken (name) ON DELETE CASCADE ON UPDATE CASCADE,
            usedAtMilliseconds INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What requests were answered that must not be done twice; see ``KeptAnswerTable``.
    private static let answers = """
        CREATE TABLE keptAnswer (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            request BLOB NOT NULL UNIQUE CHECK (length(request) = 32),
            body BLOB NOT NULL CHECK (length(body) = 32),
            atMilliseconds INTEGER NOT NULL,
            sizeBytes INTEGER NOT NULL,
            answer BLOB NOT NULL
        ) STRICT;
        CREATE INDEX keptAnswerByTime ON keptAnswer (atMilliseconds);
        CREATE INDEX keptAnswerBySize ON keptAnswer (id, sizeBytes);
        """

    /// What was changed, for who has the registry in memory; see ``ChangeTable``.
    private static let changes = """
        CREATE TABLE registryChange (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            key TEXT NOT NULL
        ) STRICT;
        ALTER TABLE registryState ADD COLUMN isQuiet INTEGER NOT NULL DEFAULT 0 CHECK (isQuiet IN (0, 1));
        """

    /// The tokens again: which roles there are is the program's to know, so that a further one needs no table of its own.
    private static let roles = """
        ALTER TABLE apiToken RENAME TO apiTokenBefore;
        CREATE TABLE apiToken (
            name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
            role TEXT NOT NULL CHECK (role <> ''),
            secretHash BLOB NOT NULL UNIQUE CHECK (length(secretHash) = 32),
            createdAtMilliseconds INTEGER NOT NULL,
            revokedAtMilliseconds INTEGER
        ) STRICT;
        INSERT INTO apiToken SELECT * FROM apiTokenBefore;
        DROP TABLE apiTokenBefore;
        """

    /// Users whose name is not written as Unicode composes it, by that form: there are few or none.
    private static let spellings = """
        CREATE TABLE userSpelling (
            username TEXT NOT NULL PRIMARY KEY
                REFERENCES reportingUser (username) ON DELETE CASCADE ON UPDATE CASCADE,
            composed TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX userSpellingByForm ON userSpelling (composed);
        """

    /// What lists are read from page by page, and searched by: each order has an index.
    ///
    /// The places of an entry are its Telephony Server and Partition as numbers, `-1` for none, since a page goes on behind a row's values, and nothing is
    /// behind NULL.
    private static let order = """
        ALTER TABLE callRecInt ADD COLUMN serverPlace INTEGER GENERATED ALWAYS AS (ifnull(telSysID, -1)) VIRTUAL;
        ALTER TABLE callRecInt ADD COLUMN partitionPlace INTEGER GENERATED ALWAYS AS (ifnull(partIDInTelSys, -1)) VIRTUAL;
        CREATE INDEX callRecIntInOrder ON callRecInt (serverPlace, partitionPlace, description, callRecIntGUID);
        CREATE INDEX callRecIntByDescription ON callRecInt (description COLLATE NOCASE, callRecIntGUID);
        CREATE INDEX callRecIntByHost1 ON callRecInt (ipAddrOrHost1 COLLATE NOCASE, callRecIntGUID);
        CREATE INDEX callRecIntByHost2 ON callRecInt (ipAddrOrHost2 COLLATE NOCASE, callRecIntGUID);
        CREATE INDEX callRecIntByGUID ON callRecInt (callRecIntGUID COLLATE NOCASE);
        CREATE INDEX reportingUserByName ON reportingUser (username COLLATE NOCASE);
        CREATE INDEX reportingUserByFullName ON reportingUser (fullName COLLATE NOCASE, username);
        DROP INDEX reportingUserByAssignment;
        CREATE INDEX reportingUserByAssignment ON reportingUser (recordingPlayback, username);
        DROP INDEX reportingUserByScope;
        CREATE INDEX reportingUserByScope ON reportingUser (telSysID, partIDInTelSys, username);
        CREATE INDEX partitionByDescription ON "partition" (description COLLATE NOCASE, partitionGUID);
        """

    private static let components = """
        CREATE TABLE telephonyServer (
            telSysID INTEGER NOT NULL PRIMARY KEY CHECK (telSysID BETWEEN 0 AND 2147483647),
            description TEXT NOT NULL,
            isDemonstrationSimulator INTEGER NOT NULL CHECK (isDemonstrationSimulator IN (0, 1))
        ) STRICT;
        CREATE TABLE "partition" (
            partitionGUID TEXT NOT NULL PRIMARY KEY CHECK (partitionGUID <> ''),
            telSysID INTEGER NOT NULL REFERENCES telephonyServer (telSysID) ON DELETE RESTRICT,
            partIDInTelSys INTEGER NOT NULL CHECK (partIDInTelSys BETWEEN 0 AND 2147483647),
            description TEXT NOT NULL,
            UNIQUE (telSysID, partIDInTelSys)
        ) STRICT;
        """

    /// A scope is a pair of columns: neither set means application-wide, a server alone that server, both a Partition.
    ///
    /// The index by scope makes listing one scope's entries cheap; the one by assignment, taking an assignment away when its entry goes.
    private static let entriesAndUsers = """
        CREATE TABLE callRecInt (
            callRecIntGUID TEXT NOT NULL PRIMARY KEY CHECK (callRecIntGUID <> ''),
            callRecIntType TEXT NOT NULL CHECK (callRecIntType IN ('Dubber')),
            telSysID INTEGER REFERENCES telephonyServer (telSysID) ON DELETE RESTRICT,
            partIDInTelSys INTEGER CHECK (partIDInTelSys IS NULL OR telSysID IS NOT NULL),
            description TEXT NOT NULL,
            ipAddrOrHost1 TEXT NOT NULL,
            ipAddrOrHost2 TEXT NOT NULL,
            authUserID1 BLOB NOT NULL,
            authUserID2 BLOB NOT NULL,
            apiParameter1 BLOB NOT NULL,
            apiParameter2 BLOB NOT NULL,
            revision INTEGER NOT NULL CHECK (revision > 0),
            FOREIGN KEY (telSysID, partIDInTelSys) REFERENCES "partition" (telSysID, partIDInTelSys) ON DELETE RESTRICT
        ) STRICT;
        CREATE INDEX callRecIntByScope ON callRecInt (telSysID, partIDInTelSys, callRecIntGUID);
        CREATE TABLE reportingUser (
            username TEXT NOT NULL PRIMARY KEY CHECK (username <> ''),
            fullName TEXT NOT NULL,
            telSysID INTEGER REFERENCES telephonyServer (telSysID) ON DELETE RESTRICT,
            partIDInTelSys INTEGER CHECK (partIDInTelSys IS NULL OR telSysID IS NOT NULL),
            recordingPlayback TEXT REFERENCES callRecInt (callRecIntGUID) ON DELETE SET NULL,
            isAdministrator INTEGER NOT NULL CHECK (isAdministrator IN (0, 1)),
            passwordVerifier BLOB,
            FOREIGN KEY (telSysID, partIDInTelSys) REFERENCES "partition" (telSysID, partIDInTelSys) ON DELETE RESTRICT
        ) STRICT;
        CREATE INDEX reportingUserByAssignment ON reportingUser (recordingPlayback);
        CREATE INDEX reportingUserByScope ON reportingUser (telSysID, partIDInTelSys);
        """

    /// The generation counts committed changes, for every process that has the database open.
    private static let stateAndTokens = """
        CREATE TABLE registryState (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            generation INTEGER NOT NULL CHECK (generation >= 0),
            keyCheck BLOB NOT NULL
        ) STRICT;
        CREATE TABLE apiToken (
            name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
            role TEXT NOT NULL CHECK (role IN ('report', 'admin')),
            secretHash BLOB NOT NULL UNIQUE CHECK (length(secretHash) = 32),
            createdAtMilliseconds INTEGER NOT NULL,
            revokedAtMilliseconds INTEGER
        ) STRICT;
        """

    /// The index by scope again, in the order in which a scope's entries are listed.
    private static let orderByDescription = """
        CREATE INDEX callRecIntInScope ON callRecInt (telSysID, partIDInTelSys, description, callRecIntGUID);
        DROP INDEX callRecIntByScope;
        """

    /// Who changed what and when, with names of properties only.
    ///
    /// Rows outlive what they tell of, so nothing is referred to.
    private static let audit = """
        CREATE TABLE audit (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            atMilliseconds INTEGER NOT NULL,
            author TEXT NOT NULL CHECK (author <> ''),
            remoteAddress TEXT,
            action TEXT NOT NULL CHECK (action <> ''),
            subject TEXT NOT NULL CHECK (subject <> ''),
            properties TEXT NOT NULL
        ) STRICT;
        """
}
