import Foundation
import GRDB
import PlaybackAudit
import Recordings
import Testing

/// What becomes of an audit that somebody lays hands on.
@Suite struct AuditChainTests {
    /// An audit of five playbacks: rows 1 to 10.
    private func folder() async throws -> AuditFolder {
        let folder = try AuditFolder()
        try await folder.run { audit in
            for number in 1...5 {
                let playback = try await audit.open(AuditFolder.key(number), sizeBytes: 10, range: 0..<10)
                #expect(playback.hold())
                playback.answered(0..<10, now: folder.now)
            }
        }
        return folder
    }

    private static let withoutTriggers = """
        DROP TRIGGER eventIsNotChanged; DROP TRIGGER eventIsNotDeleted; DROP TRIGGER anchorIsNotChanged;
        DROP TRIGGER anchorIsNotDeleted;
        """

    @Test("An audit that nobody touched is intact")
    func intact() async throws {
        let verification = try await folder().verify()
        #expect(verification.isIntact && verification.rows == 10 && verification.head.sequence == 10)
    }

    @Test(
        "Rows are neither changed nor deleted",
        arguments: [
            "UPDATE event SET listener = 'somebody' WHERE sequence = 3", "DELETE FROM event WHERE sequence = 3",
            "DELETE FROM event", "UPDATE event SET hash = zeroblob(32)",
        ]
    )
    func triggers(_ sql: String) async throws {
        let folder = try await folder()
        #expect(throws: DatabaseError.self) { try folder.tamper(sql) }
        #expect(try await folder.verify().isIntact)
    }

    static let tampering: [(sql: String, findings: [AuditVerification.Finding])] = [
        ("UPDATE event SET listener = 'somebody' WHERE sequence = 3", [.changed(sequence: 3)]),
        ("UPDATE event SET address = '192.0.2.2' WHERE sequence = 1", [.changed(sequence: 1)]),
        ("UPDATE event SET atMilliseconds = atMilliseconds + 1 WHERE sequence = 10", [.changed(sequence: 10)]),
        ("UPDATE event SET detail = replace(detail, '0-9', '0-8') WHERE sequence = 2", [.changed(sequence: 2)]),
        (
            "UPDATE event SET hash = zeroblob(32) WHERE sequence = 4",
            [.changed(sequence: 4), .changed(sequence: 5)]
        ),
        ("DELETE FROM event WHERE sequence IN (4, 5)", [.missing(4...5)]),
        ("DELETE FROM event WHERE sequence <= 2", [.missing(1...2)]),
        ("DELETE FROM event WHERE sequence > 8", [.endMissing(lastWritten: 10)]),
        (
            "INSERT INTO anchor SELECT sequence, hash, 0 FROM event WHERE sequence = 3; DELETE FROM event WHERE sequence <= 3",
            [.anchorForged(upTo: 3)]
        ),
    ]

    @Test("Whatever is changed or taken away is named", arguments: tampering)
    func tamperedWith(_ sql: String, _ findings: [AuditVerification.Finding]) async throws {
        let folder = try await folder()
        try folder.tamper(Self.withoutTriggers + sql)
        #expect(try await folder.verify().findings == findings)
    }

    @Test("A head that was noted shows that the end was taken away and the count reset, or the whole chain made anew")
    func noted() async throws {
        let folder = try await folder()
        let head = try await folder.verify().head
        #expect(try await folder.verify(noted: head).isIntact)
        #expect(AuditVerification.Head(head.description) == head)
        try folder.tamper(
            Self.withoutTriggers
                + "DELETE FROM event WHERE sequence > 8; UPDATE sqlite_sequence SET seq = 8 WHERE name = 'event'"
        )
        #expect(try await folder.verify().isIntact)
        #expect(try await folder.verify(noted: head).findings == [.notedRowDiffers(sequence: 10)])
    }

    @Test("Retention removes what is old, and the rest stays verifiable")
    func removal() async throws {
        let folder = try await folder()
        folder.advance(seconds: 401 * 86_400)
        let recording = try AuditFolder.key(7)
        try await folder.run { audit in
            _ = try await audit.open(recording, sizeBytes: 10, range: 0..<10)
            await audit.retain()
        }
        let verification = try await folder.verify()
        #expect(verification.isIntact, "\(verification.findings)")
        let audit = try folder.audit()
        defer { audit.close() }
        #expect(try await audit.events(AuditQuery()).map(\.recordingID) == ["047"])
        // A row behind the anchor is as protected as any.
        try folder.tamper(Self.withoutTriggers + "DELETE FROM event WHERE kind = 'begun'")
        #expect(try await !folder.verify().isIntact)
    }

    @Test("Retention of an audit whose rows are all old keeps the last one, and goes on from it")
    func everythingOld() async throws {
        let folder = try await folder()
        folder.advance(seconds: 401 * 86_400)
        let audit = try folder.audit()
        await audit.retain()
        await audit.retain()
        audit.close()
        let verification = try await folder.verify()
        #expect(verification.isIntact, "\(verification.findings)")
        #expect(verification.rows == 2)
    }

    @Test("An audit of a newer version, or another program's file, is refused and left as it is")
    func refused() async throws {
        let folder = try await folder()
        try folder.tamper("INSERT INTO grdb_migrations (identifier) VALUES ('fromTheFuture')")
        #expect(throws: AuditError.newerSchema(path: folder.file)) { _ = try folder.audit() }
        let other = try AuditFolder()
        let text = Data("not a database, but long enough to be taken for one by its size alone ...".utf8)
        try text.write(to: URL(filePath: other.file))
        #expect { _ = try other.audit() } throws: { ($0 as? AuditError)?.reason == "auditDamaged" }
        #expect(FileManager.default.contents(atPath: other.file) == text)
    }

    @Test("Only the owner can read the audit")
    func privacy() async throws {
        let folder = try await folder()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}
