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
        try await folder.play(1...5)
        return folder
    }

    @Test("An audit that nobody touched is intact")
    func intact() async throws {
        let verification = try await folder().verify()
        #expect(verification.isProven && verification.rows == 10 && verification.head.sequence == 10)
    }

    @Test(
        "Rows are neither changed nor deleted",
        arguments: [
            "UPDATE event SET listener = 'somebody' WHERE sequence = 3", "DELETE FROM event WHERE sequence = 3",
            "DELETE FROM event", "UPDATE event SET hash = zeroblob(32)", "DELETE FROM auditState",
            "UPDATE auditState SET unkeyedUpTo = 10",
        ]
    )
    func triggers(_ sql: String) async throws {
        let folder = try await folder()
        #expect(throws: DatabaseError.self) { try folder.tamper(sql) }
        #expect(try await folder.verify().isIntact)
    }

    /// The hash that anybody can make, in place of the one that the key makes.
    private static let unkeyedHash = "x'\(String(repeating: "ab", count: 32))'"

    /// What may be done to rows 1 to 10, and what is found then.
    static let tampering: [(sql: String, findings: [AuditVerification.Finding])] = [
        ("UPDATE event SET listener = 'somebody' WHERE sequence = 3", [.changed(sequence: 3)]),
        ("UPDATE event SET address = '192.0.2.2' WHERE sequence = 1", [.changed(sequence: 1)]),
        ("UPDATE event SET atMilliseconds = atMilliseconds + 1 WHERE sequence = 10", [.changed(sequence: 10)]),
        ("UPDATE event SET detail = replace(detail, '0-9', '0-8') WHERE sequence = 2", [.changed(sequence: 2)]),
        ("UPDATE event SET kind = 'looked' WHERE sequence = 5", [.changed(sequence: 5)]),
        ("UPDATE event SET kind = 'unheardOf' WHERE sequence = 5", [.changed(sequence: 5)]),
        (
            "UPDATE event SET hash = zeroblob(32) WHERE sequence = 4",
            [.changed(sequence: 4), .changed(sequence: 5)]
        ),
        (
            "UPDATE event SET hash = zeroblob(32) WHERE sequence = 10",
            [.changed(sequence: 10), .notedRowDiffers(sequence: 10)]
        ),
        ("DELETE FROM event WHERE sequence IN (4, 5)", [.missing(4...5)]),
        ("DELETE FROM event WHERE sequence <= 2", [.missing(1...2)]),
        (
            "DELETE FROM event WHERE sequence > 8",
            [.endMissing(lastWritten: 10), .notedRowDiffers(sequence: 10)]
        ),
        // The count reset too.
        (
            "DELETE FROM event WHERE sequence > 8; UPDATE sqlite_sequence SET seq = 8 WHERE name = 'event'",
            [.notedRowDiffers(sequence: 10)]
        ),
        (
            "DELETE FROM event WHERE sequence > 0; DELETE FROM sqlite_sequence",
            [.notedRowDiffers(sequence: 10)]
        ),
        // Two rows change places.
        (
            """
            UPDATE event SET sequence = -1 WHERE sequence = 3; UPDATE event SET sequence = 3 WHERE sequence = 5;
            UPDATE event SET sequence = 5 WHERE sequence = -1
            """,
            [3, 4, 5, 6].map { .changed(sequence: $0) }
        ),
        // A row comes between, and those behind it move on.
        (
            """
            INSERT INTO event SELECT 11, kind, NULL, atMilliseconds, 'framed', means, entry, recording, address, detail, hash
            FROM event WHERE sequence = 9
            """,
            [.changed(sequence: 11)]
        ),
        // An anchor of one's own making, whose row tells of it as retention's would.
        (
            "INSERT INTO anchor SELECT sequence, hash, 0, zeroblob(32) FROM event WHERE sequence = 3;"
                + "DELETE FROM event WHERE sequence <= 3",
            [.anchorForged(upTo: 3)]
        ),
        (
            """
            INSERT INTO anchor SELECT sequence, hash, atMilliseconds, zeroblob(32) FROM event WHERE sequence = 9;
            INSERT INTO event SELECT 11, 'retention', NULL, atMilliseconds, '', '', '', '', '',
                '{"removedHash":"' || lower(hex(hash)) || '","removedUpTo":9}', \(unkeyedHash) FROM event WHERE sequence = 9;
            DELETE FROM event WHERE sequence <= 9
            """,
            [.anchorForged(upTo: 9), .changed(sequence: 11)]
        ),
        // Everything, with an anchor for it.
        (
            """
            INSERT INTO anchor VALUES (1000, \(unkeyedHash), 0, \(unkeyedHash)); DELETE FROM event;
            INSERT INTO event VALUES (1001, 'retention', NULL, 1700000000000, '', '', '', '', '',
                '{"removedHash":"\(String(repeating: "ab", count: 32))","removedUpTo":1000}', \(unkeyedHash))
            """,
            [.anchorForged(upTo: 1_000), .changed(sequence: 1_001)]
        ),
    ]

    @Test("Whatever is changed, added between or taken away is named", arguments: tampering)
    func tamperedWith(_ sql: String, _ findings: [AuditVerification.Finding]) async throws {
        let folder = try await folder()
        try folder.tamper(AuditFolder.withoutTriggers + sql)
        #expect(try await folder.verify().findings == findings)
        // What is left takes no less room than before.
        try folder.vacuum()
        #expect(try await folder.verify().findings == findings)
    }

    @Test("A head that was noted shows a whole state put back, with its note")
    func putBack() async throws {
        let folder = try await folder()
        let files = ["audit.sqlite", "audit.head"]
        let before = try files.map { try folder.bytes($0) }
        try await folder.play(6...7)
        let head = try await folder.verify().head
        #expect(try await folder.verify(noted: head).isProven)
        #expect(AuditVerification.Head(head.description) == head)
        try folder.replaceDatabase(with: before[0])
        #expect(try await folder.verify().findings == [.notedRowDiffers(sequence: 14)])
        try before[1].write(to: URL(filePath: folder.path + "/audit.head"))
        #expect(try await folder.verify().isProven)
        #expect(try await folder.verify(noted: head).findings == [.notedRowDiffers(sequence: 14)])
    }

    @Test("A head of a row that retention has removed cannot be checked, one of the last removed row can")
    func notedBelowAnchor() async throws {
        let folder = try await folder()
        let hashes = try folder.hashes()
        folder.advance(seconds: 401 * 86_400)
        try await folder.retain()
        #expect(try await folder.verify().isProven)
        for (sequence, isRemoved) in [(3, true), (8, true), (9, false), (10, false)] as [(Int64, Bool)] {
            let noted = try #require(AuditVerification.Head("\(sequence):\(hashes[sequence] ?? "")"))
            let verification = try await folder.verify(noted: noted)
            #expect(verification.isIntact)
            #expect(verification.doubts == (isRemoved ? [.notedRowRemoved(sequence: sequence)] : []))
        }
        let wrong = try #require(AuditVerification.Head("9:\(hashes[8] ?? "")"))
        #expect(try await folder.verify(noted: wrong).findings == [.notedRowDiffers(sequence: 9)])
    }

    @Test("The note is never ahead: an audit whose process died between a commit and its note is whole")
    func diedBeforeNote() async throws {
        let folder = try await folder()
        let note = try folder.bytes("audit.head")
        try await folder.play(6...6)
        try note.write(to: URL(filePath: folder.path + "/audit.head"))
        #expect(try await folder.verify().isProven)
        // Half of a note was written when the power went.
        var torn = note
        torn.replaceSubrange(40..<512, with: Data(repeating: 0, count: 472))
        try torn.write(to: URL(filePath: folder.path + "/audit.head"))
        #expect(try await folder.verify().isProven)
        try await folder.play(7...7)
        #expect(try await folder.verify().isProven)
    }

    /// What is done while nobody looks, what is found then, and what the row of the next start says for good.
    static let gaps: [(name: String, found: Bool, reason: AuditVerification.Gap.Reason)] = [
        ("tail cut", false, .rowsMissing), ("database removed", false, .otherAudit),
        ("note removed", true, .noteMissing),
        ("note emptied", true, .noteSpoilt), ("note of another key", true, .noteSpoilt),
        ("note changed", true, .noteSpoilt),
    ]

    @Test("Rows or notes that are taken away while the service is stopped are told of for good", arguments: gaps)
    func gap(_ name: String, _ isIntact: Bool, _ reason: AuditVerification.Gap.Reason) async throws {
        let folder = try await folder()
        let note = URL(filePath: folder.path + "/audit.head")
        switch name {
        case "tail cut":
            try folder.tamper(
                AuditFolder.withoutTriggers
                    + "DELETE FROM event WHERE sequence > 8; UPDATE sqlite_sequence SET seq = 8 WHERE name = 'event'"
            )
        case "database removed":
            // Not the other files: a new one is made beside them.
            try FileManager.default.removeItem(atPath: folder.file)
        case "note removed": try FileManager.default.removeItem(at: note)
        case "note emptied": try Data().write(to: note)
        case "note of another key":
            let other = try await self.folder()
            try other.bytes("audit.head").write(to: note)
        default:
            let text = String(decoding: try folder.bytes("audit.head"), as: UTF8.self)
            try Data(text.replacing(#/[0-9a-f]{4}\n/#, with: "0000\n").utf8).write(to: note)
        }
        if name != "database removed" {
            let verification = try await folder.verify()
            #expect(verification.isIntact == isIntact && !verification.isProven)
        }
        try await folder.run { _ in }
        try await folder.play(8...8)
        let verification = try await folder.verify()
        #expect(verification.isIntact == isIntact && !verification.isProven)
        let gap = try #require(verification.gaps.first)
        #expect(gap.reason == reason)
        #expect(verification.gaps.count == 1)
        // Who knows the reason has a check that can succeed.
        let known = try await folder.verify(knownGaps: [gap.sequence])
        #expect(known.isProven && known.remarks.contains(.knownGap(gap)), "\(known.findings) \(known.doubts)")
    }

    /// What is done to rows 1 and up while the service runs.
    static let meanwhile = [
        "DELETE FROM event; DELETE FROM sqlite_sequence",
        "DELETE FROM event WHERE sequence > 1; UPDATE sqlite_sequence SET seq = 1 WHERE name = 'event'",
        "INSERT INTO event SELECT 1000, kind, NULL, atMilliseconds, listener, means, entry, recording, address, detail, hash"
            + " FROM event WHERE sequence = 1",
    ]

    @Test("Rows that are taken away or added while the service runs are told of for good", arguments: meanwhile)
    func cutMeanwhile(_ sql: String) async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            for number in 1...4 {
                if number == 3 { try folder.tamper(AuditFolder.withoutTriggers + sql) }
                _ = try await audit.open(AuditFolder.key(number), sizeBytes: 10, range: 0..<10)
            }
        }
        try await folder.play(5...9)
        let verification = try await folder.verify()
        #expect(!verification.isIntact)
        #expect(verification.gaps.first?.noted?.sequence == 2)
        #expect(verification.gaps.count == 1)
    }

    @Test("Rows that retention removed before their time, or by a clock that stood ahead, are told")
    func wrongRetention() async throws {
        let folder = try await folder()
        folder.advance(seconds: 500 * 86_400)
        try await folder.retain()
        folder.advance(seconds: -490 * 86_400)
        // The rows' own time has not come yet.
        #expect(try await folder.verify().findings == [.removedByWrongClock(upTo: 9)])
        try await folder.play(7...7)
        folder.advance(seconds: 600 * 86_400)
        #expect(try await folder.verify().findings == [.removedByWrongClock(upTo: 9)])
    }

    @Test("That rows were kept for fewer days than now is worth knowing")
    func keptForLess() async throws {
        let folder = try await folder()
        folder.advance(seconds: 31 * 86_400)
        var limits = PlaybackAudit.Limits()
        limits.retentionDays = 30
        try await folder.retain(limits)
        let verification = try await folder.verify()
        #expect(verification.isProven)
        #expect(verification.remarks == [.removedEarlier(upTo: 9, retentionDays: 30)], "\(verification.remarks)")
    }

    @Test("An anchor of another audit with the same key is none")
    func anchorOfAnother() async throws {
        let folder = try await folder()
        let other = try AuditFolder()
        try folder.bytes("audit.key").write(to: URL(filePath: other.path + "/audit.key"))
        try await other.play(1...5)
        other.advance(seconds: 401 * 86_400)
        try await other.retain()
        folder.advance(seconds: 401 * 86_400)
        try folder.tamper(
            AuditFolder.withoutTriggers
                + """
                ATTACH '\(other.file)' AS other; DELETE FROM event;
                INSERT INTO event SELECT * FROM other.event; INSERT INTO anchor SELECT * FROM other.anchor
                """
        )
        let findings = try await folder.verify().findings
        #expect(findings.contains { if case .anchorForged = $0 { true } else { false } }, "\(findings)")
        #expect(findings.contains { if case .changed = $0 { true } else { false } }, "\(findings)")
        // The other database as a whole is another audit.
        try folder.replaceDatabase(with: other.bytes("audit.sqlite"))
        #expect(try await folder.verify().findings == [.replaced(lastNoted: 10)])
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
        #expect(try await audit.page(AuditQuery()).events.map(\.recordingID) == ["047"])
        // A row behind the anchor is as protected as any.
        try folder.tamper(AuditFolder.withoutTriggers + "DELETE FROM event WHERE kind = 'begun'")
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
