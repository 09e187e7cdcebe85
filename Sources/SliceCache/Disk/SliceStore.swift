internal import ByteRanges
internal import Foundation
internal import GRDB
internal import Logging
internal import Recordings
internal import Storage

/// What `index.sqlite` knows of the audio on disk: versions of recordings and their complete slices.
///
/// Everything here can be fetched again, so a file that is damaged is put aside and begun anew.
package struct SliceStore: Sendable {
    /// One version of one recording.
    package struct Row: Sendable {
        package let number: Int64
        let key: RecordingKey
        let validator: AudioValidator
        let sliceBytes: Int64
        /// Seconds since 1970.
        let createdAt: Int64
        var lastUsedAt: Int64
        let expiresAt: Int64?
        /// The bytes of its complete slices.
        let storedBytes: Int64

        package init(
            number: Int64,
            key: RecordingKey,
            validator: AudioValidator,
            sliceBytes: Int64,
            createdAt: Int64,
            lastUsedAt: Int64,
            expiresAt: Int64?,
            storedBytes: Int64
        ) {
            self.number = number
            self.key = key
            self.validator = validator
            self.sliceBytes = sliceBytes
            self.createdAt = createdAt
            self.lastUsedAt = lastUsedAt
            self.expiresAt = expiresAt
            self.storedBytes = storedBytes
        }
    }

    /// A complete slice and its CRC-32C.
    struct Slice: Sendable {
        let index: Int
        let checksum: UInt32
    }

    /// The index's name in the data directory.
    static let fileName = "index.sqlite"

    let database: DatabasePool
    private let numbers: VersionNumbers

    private init(database: DatabasePool) throws {
        self.database = database
        let latest = try database.read { database in
            try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audio'")
        }
        numbers = VersionNumbers(latest: latest ?? 0)
    }

    /// Opens the index in `folder`.
    ///
    /// - Returns: the index, and whether a damaged one had to be begun anew, so that no file's bytes can be trusted.
    static func open(folder: String, logger: Logger) throws -> (store: SliceStore, isRebuilt: Bool) {
        let path = folder + "/" + fileName
        let (store, isRebuilt) = try RebuildableDatabase.open(
            path,
            migrator: migrator,
            whenDamaged: { error in
                logger.warning(
                    "audio index damaged, begun anew",
                    metadata: ["code": "\(error.resultCode.rawValue)", "file": "\(path)"]
                )
            },
            by: { path in
                try? DatabaseFile.keepPrivate(path)
                return try DatabasePool(path: path, configuration: RebuildableDatabase.configuration)
            },
            use: { try SliceStore(database: $0) }
        )
        return (store, isRebuilt)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("audio 1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE audio (
                        number INTEGER PRIMARY KEY AUTOINCREMENT,
                        callRecIntGUID TEXT NOT NULL,
                        recordingID TEXT NOT NULL,
                        sizeBytes INTEGER NOT NULL CHECK (sizeBytes >= 0),
                        sliceBytes INTEGER NOT NULL CHECK (sliceBytes > 0),
                        contentType TEXT NOT NULL,
                        upstreamTag TEXT,
                        lastModified INTEGER,
                        createdAt INTEGER NOT NULL,
                        lastUsedAt INTEGER NOT NULL,
                        expiresAt INTEGER,
                        UNIQUE (callRecIntGUID, recordingID)
                    ) STRICT;
                    CREATE TABLE audioSlice (
                        number INTEGER NOT NULL REFERENCES audio (number) ON DELETE CASCADE,
                        slice INTEGER NOT NULL CHECK (slice >= 0),
                        checksum INTEGER NOT NULL,
                        PRIMARY KEY (number, slice)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        addWaveforms(to: &migrator)
        // Until now checksums said nothing of whose bytes they were of, and two processes may have written into one file: all is fetched anew. The files
        // go as those that no row knows.
        migrator.registerMigration("audio 3: identity") { database in
            for table in ["audioSlice", "audioWaveform", "audio"] {
                try database.execute(sql: "DELETE FROM \(table)")
            }
        }
        return migrator
    }

    /// Closes the index, all of it in one file.
    func close() {
        RebuildableDatabase.close(database)
    }

    /// Writes to the end even if the caller's task is cancelled, in the order of the calls: who waited for the audio may leave, what was fetched
    /// is noted all the same.
    func write<T: Sendable>(_ updates: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            database.asyncWrite(updates) { _, result in continuation.resume(with: result) }
        }
    }

    /// Every version that is kept.
    func rows() async throws -> [Row] {
        try await database.read { try Self.rows(in: $0) }
    }

    /// Every version, or that of one recording.
    static func rows(of key: RecordingKey? = nil, in database: Database) throws -> [Row] {
        let sql = """
            SELECT audio.*, (SELECT count(*) FROM audioSlice WHERE audioSlice.number = audio.number) AS slices,
                EXISTS (SELECT 1 FROM audioSlice WHERE audioSlice.number = audio.number
                    AND slice = (audio.sizeBytes - 1) / audio.sliceBytes) AS hasLast
            FROM audio
            """
        guard let key else { return try SQLRow.fetchAll(database, sql: sql).compactMap(Self.row) }
        return try SQLRow.fetchAll(
            database,
            sql: sql + " WHERE callRecIntGUID = ? AND recordingID = ?",
            arguments: [key.entry.rawValue, key.recording.rawValue]
        )
        .compactMap(Self.row)
    }

    typealias SQLRow = GRDB.Row

    private static func row(_ row: SQLRow) -> Row? {
        guard let recording = RecordingID(row["recordingID"] as String) else { return nil }
        let sizeBytes: Int64 = row["sizeBytes"]
        let sliceBytes: Int64 = row["sliceBytes"]
        let surplus = row["hasLast"] == true ? (sliceBytes - sizeBytes % sliceBytes) % sliceBytes : 0
        return Row(
            number: row["number"],
            key: RecordingKey(entry: CallRecIntGUID(row["callRecIntGUID"] as String), recording: recording),
            validator: AudioValidator(
                sizeBytes: sizeBytes,
                upstreamTag: (row["upstreamTag"] as String?).flatMap { EntityTag($0) },
                lastModified: (row["lastModified"] as Int64?).map { HTTPDate(unixSeconds: $0) },
                contentType: row["contentType"]
            ),
            sliceBytes: sliceBytes,
            createdAt: row["createdAt"],
            lastUsedAt: row["lastUsedAt"],
            expiresAt: row["expiresAt"],
            storedBytes: max(0, (row["slices"] as Int64) * sliceBytes - surplus)
        )
    }

    /// A number for a new version, which was never used before.
    func newNumber() -> Int64 { numbers.next() }

    /// Gives no number that a file has, though the index does not know it.
    func skipNumbers(to number: Int64) { numbers.skip(to: number) }

    /// Begins a version in place of any other of the same recording, before everything that is written later, without waiting for it.
    ///
    /// - Parameters:
    ///   - row: the version, with a ``newNumber()``.
    ///   - whenFailed: called when the index does not take it.
    func begin(_ row: Row, whenFailed: @escaping @Sendable (any Error) -> Void) {
        database.asyncWrite { database in
            try Self.delete(row.key, in: database)
            let insertion = try database.cachedStatement(
                sql: """
                    INSERT INTO audio (number, callRecIntGUID, recordingID, sizeBytes, sliceBytes, contentType, upstreamTag,
                        lastModified, createdAt, lastUsedAt, expiresAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            )
            try insertion.execute(
                arguments: [
                    row.number, row.key.entry.rawValue, row.key.recording.rawValue, row.validator.sizeBytes,
                    row.sliceBytes, row.validator.contentType, row.validator.givenTag?.description,
                    row.validator.lastModified?.unixSeconds, row.createdAt, row.lastUsedAt, row.expiresAt,
                ]
            )
        } completion: { _, result in
            if case .failure(let error) = result { whenFailed(error) }
        }
    }

    private static func delete(_ key: RecordingKey, in database: Database) throws {
        let deletion = try database.cachedStatement(
            sql: "DELETE FROM audio WHERE callRecIntGUID = ? AND recordingID = ?"
        )
        try deletion.execute(arguments: [key.entry.rawValue, key.recording.rawValue])
    }

    func delete(_ numbers: [Int64]) async throws {
        try await write { try Self.delete(numbers, in: $0) }
    }

    /// Deletes versions without waiting for it.
    ///
    /// - Parameters:
    ///   - numbers: which.
    ///   - whenFailed: called when the index cannot be written.
    func forget(_ numbers: [Int64], whenFailed: @escaping @Sendable (any Error) -> Void) {
        database.asyncWrite {
            try Self.delete(numbers, in: $0)
        } completion: { _, result in
            if case .failure(let error) = result { whenFailed(error) }
        }
    }

    private static func delete(_ numbers: [Int64], in database: Database) throws {
        for number in numbers {
            try database.execute(sql: "DELETE FROM audio WHERE number = ?", arguments: [number])
        }
    }

    /// Notes when versions were last used.
    func touch(_ uses: [Int64: Int64]) async throws {
        try await write { database in
            for (number, time) in uses {
                try database.execute(
                    sql: "UPDATE audio SET lastUsedAt = ? WHERE number = ?",
                    arguments: [time, number]
                )
            }
        }
    }

    /// Whether the index can be read.
    func check() async throws {
        _ = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audio") }
    }
}
