internal import Storage

/// Where an audit's files lie.
struct AuditFiles: Sendable, Hashable {
    let directory: String
    let database: String
    let key: String
    let head: String

    private static let maximumReaders = 2

    var kept: KeptDatabase {
        KeptDatabase(
            database,
            label: "audit",
            applicationID: AuditSchema.applicationID,
            maximumReaders: Self.maximumReaders
        )
    }

    /// - Parameters:
    ///   - directory: the data directory.
    ///   - keyFile: where the key lies; empty for beside the database.
    init(directory: String, keyFile: String) {
        self.directory = directory
        database = directory + "/" + PlaybackAudit.fileName
        key = keyFile.isEmpty ? directory + "/" + PlaybackAudit.keyFileName : keyFile
        head = directory + "/" + AuditHeadFile.fileName
    }
}
