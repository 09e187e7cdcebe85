import Foundation
import GRDB
import Logging
import PlaybackAudit
import Recordings
import ServiceLifecycle
import Synchronization
import Testing

/// An audit in a folder of its own, with a clock that a test sets.
final class AuditFolder: Sendable {
    let path: String
    private let clock = Mutex(Date(timeIntervalSince1970: 1_700_000_000))

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var file: String { path + "/" + PlaybackAudit.fileName }
    var now: Date { clock.withLock { $0 } }

    func advance(seconds: Double) {
        clock.withLock { $0.addTimeInterval(seconds) }
    }

    func audit(_ limits: PlaybackAudit.Limits = .init()) throws -> PlaybackAudit {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try PlaybackAudit(directory: path, limits: limits, logger: quiet, now: { self.now })
    }

    /// Runs an audit for as long as the body takes, then stops it gracefully.
    func run(
        _ limits: PlaybackAudit.Limits = .init(),
        _ body: @Sendable (PlaybackAudit) async throws -> Void
    ) async throws {
        let audit = try audit(limits)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(configuration: .init(services: [audit], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                try await body(audit)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        audit.close()
    }

    /// Plays one thing after the other: two rows for each number.
    func play(_ numbers: ClosedRange<Int>) async throws {
        try await run { audit in
            for number in numbers {
                let playback = try await audit.open(AuditFolder.key(number), sizeBytes: 10, range: 0..<10)
                #expect(playback.hold())
                playback.answered(0..<10, now: self.now)
            }
        }
    }

    /// Changes the file as somebody would who has no business there.
    func tamper(_ sql: String) throws {
        var patient = Configuration()
        patient.busyMode = .timeout(60)
        let queue = try DatabaseQueue(path: file, configuration: patient)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// What somebody takes away first who has no business there.
    static let withoutTriggers = """
        DROP TRIGGER eventIsNotChanged; DROP TRIGGER eventIsNotDeleted; DROP TRIGGER anchorIsNotChanged;
        DROP TRIGGER anchorIsNotDeleted; DROP TRIGGER auditStateIsNotChanged; DROP TRIGGER auditStateIsNotDeleted;

        """

    /// As the command line does, which changes nothing.
    func verify(
        noted: AuditVerification.Head? = nil,
        knownGaps: Set<Int64> = []
    ) async throws -> AuditVerification {
        try PlaybackAudit.verify(directory: path, limits: .init(), noted: noted, knownGaps: knownGaps, now: now)
    }

    /// Each row's hash, by its number.
    func hashes() throws -> [Int64: String] {
        let queue = try DatabaseQueue(path: file)
        defer { try? queue.close() }
        let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT sequence, lower(hex(hash)) FROM event") }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    /// Removes what is old, while nothing is played.
    func retain(_ limits: PlaybackAudit.Limits = .init()) async throws {
        let audit = try audit(limits)
        await audit.retain()
        audit.close()
    }

    func vacuum() throws {
        let queue = try DatabaseQueue(path: file)
        try queue.vacuum()
        try queue.close()
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path + "/" + name))
    }

    /// Every file, but for what SQLite keeps beside a database that is looked at.
    func contents() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        let kept = names.filter { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") }
        return Dictionary(uniqueKeysWithValues: try kept.map { ($0, try bytes($0)) })
    }

    /// Writes over some of the database's bytes.
    func overwrite(from offsetBytes: Int) throws {
        var bytes = try bytes(PlaybackAudit.fileName)
        bytes.replaceSubrange(offsetBytes..<offsetBytes + 600, with: Data(repeating: 0xA5, count: 600))
        try bytes.write(to: URL(filePath: file))
    }

    /// Puts a database in the audit's place.
    func replaceDatabase(with bytes: Data) throws {
        for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + ending) }
        try bytes.write(to: URL(filePath: file))
    }

    /// A user's playback by a URL that is told apart by its expiry.
    static func key(_ number: Int = 1, user: String = "supervisor", isDownload: Bool = false) throws -> PlaybackKey {
        PlaybackKey(
            listener: .user(user, expiresAt: Int64(number), keyID: "k"),
            entry: CallRecIntGUID("entry"),
            recording: try #require(RecordingID("04\(number)")),
            address: "192.0.2.1",
            isDownload: isDownload
        )
    }
}
