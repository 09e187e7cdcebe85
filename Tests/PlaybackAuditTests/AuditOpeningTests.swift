import Foundation
import GRDB
import PlaybackAudit
import Testing

/// Which key an audit is opened with, and what is refused.
@Suite struct AuditOpeningTests {
    @Test("The first start makes a key for the owner alone, and later starts use it")
    func firstStart() async throws {
        let folder = try AuditFolder()
        try await folder.play(1...1)
        let key = try folder.bytes("audit.key")
        for name in ["audit.key", "audit.head"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        try await folder.play(2...2)
        #expect(try folder.bytes("audit.key") == key)
        #expect(try await folder.verify().isProven)
        let fingerprint = try PlaybackAudit.keyFingerprint(directory: folder.path, keyFile: "")
        #expect(fingerprint?.count == 8)
        #expect(try folder.bytes("audit.sqlite").firstRange(of: Data(key.prefix(40))) == nil)
    }

    /// What is done to the folder of an audit, and why it is not opened then.
    static let refusals: [(name: String, reason: String)] = [
        ("key removed", "auditKeyMissing"), ("key renamed", "auditKeyMissing"), ("key of another", "auditKeyWrong"),
        ("key emptied", "auditKeyUnreadable"), ("key of chance", "auditKeyUnreadable"),
        ("state removed", "auditDamaged"), ("first page overwritten", "auditDamaged"),
        ("page overwritten", "auditDamaged"), ("cut off", "auditDamaged"), ("newer", "auditNewerSchema"),
        ("older audit", "auditKeyOfAnother"), ("audit of another", "auditKeyWrong"),
    ]

    private static func harm(_ folder: AuditFolder, _ name: String) async throws {
        let files = FileManager.default
        let key = folder.path + "/audit.key"
        switch name {
        case "key removed": try files.removeItem(atPath: key)
        case "key renamed": try files.moveItem(atPath: key, toPath: key + ".new")
        case "key emptied": try Data().write(to: URL(filePath: key))
        case "key of chance": try Data("not a key\n".utf8).write(to: URL(filePath: key))
        case "key of another":
            let other = try AuditFolder()
            try await other.play(1...1)
            try other.bytes("audit.key").write(to: URL(filePath: key))
        case "audit of another":
            let other = try AuditFolder()
            try await other.play(1...1)
            try other.bytes("audit.sqlite").write(to: URL(filePath: folder.file))
        case "first page overwritten": try folder.overwrite(from: 0)
        case "page overwritten": try folder.overwrite(from: 4_096)
        case "cut off": try folder.bytes("audit.sqlite").dropLast(5_000).write(to: URL(filePath: folder.file))
        case "newer": try folder.tamper("INSERT INTO grdb_migrations (identifier) VALUES ('somethingNewer')")
        case "state removed":
            try folder.tamper("DROP TRIGGER auditStateIsNotDeleted; DELETE FROM auditState")
        default:
            try files.removeItem(atPath: folder.file)
            try UnkeyedAudit.make(at: folder.file, rows: 4)
        }
    }

    @Test("An audit and a key that do not belong together are refused, and left as they are", arguments: refusals)
    func refused(_ name: String, _ reason: String) async throws {
        let folder = try AuditFolder()
        try await folder.play(1...2)
        try await Self.harm(folder, name)
        let before = try folder.contents()
        #expect { _ = try folder.audit() } throws: { ($0 as? AuditError)?.reason == reason }
        #expect(try folder.contents() == before)
    }

    @Test("An audit from before the key is carried forward: its rows count, and are fixed")
    func carriedForward() async throws {
        let folder = try AuditFolder()
        try UnkeyedAudit.make(at: folder.file, rows: 6)
        let unkeyed = try PlaybackAudit.verify(directory: folder.path, limits: .init(), now: folder.now)
        #expect(unkeyed.isIntact && unkeyed.doubts == [.unkeyed] && unkeyed.rows == 6)
        #expect(try folder.contents()["audit.key"] == nil, "looking makes no key")
        try await folder.play(1...1)
        let verification = try await folder.verify()
        #expect(verification.isProven, "\(verification.findings) \(verification.doubts)")
        #expect(verification.rows == 8)
        #expect(verification.remarks == [.unkeyedUpTo(6, folder.now)])
        // What could have been made anew before cannot be any more.
        try folder.tamper(AuditFolder.withoutTriggers)
        try UnkeyedAudit.rewrite(at: folder.file, upTo: 6)
        #expect(try await folder.verify().findings == [.changed(sequence: 6), .changed(sequence: 7)])
    }

    @Test("An audit from before the key with removed rows is carried forward, its anchor too")
    func carriedForwardWithAnchor() async throws {
        let folder = try AuditFolder()
        try UnkeyedAudit.make(at: folder.file, rows: 6, anchoredUpTo: 2)
        try await folder.play(1...1)
        let verification = try await folder.verify()
        #expect(verification.isProven, "\(verification.findings) \(verification.doubts)")
        try folder.tamper(
            AuditFolder.withoutTriggers
                + """
                INSERT INTO anchor SELECT sequence, hash, 0, zeroblob(32) FROM event WHERE sequence = 4;
                DELETE FROM event WHERE sequence <= 4
                """
        )
        #expect(try await folder.verify().findings == [.anchorForged(upTo: 4)])
    }

    @Test("An opening that was cut short before the key had its name goes on", arguments: [false, true])
    func cutShort(_ isKeyed: Bool) async throws {
        let folder = try AuditFolder()
        if isKeyed { try folder.audit().close() } else { try UnkeyedAudit.make(at: folder.file, rows: 2) }
        let (key, new) = (folder.path + "/audit.key", folder.path + "/audit.key.new")
        if isKeyed {
            try FileManager.default.moveItem(atPath: key, toPath: new)
            try FileManager.default.removeItem(atPath: folder.path + "/audit.head")
        } else {
            try Data((Data(repeating: 7, count: 32).base64EncodedString() + "\n").utf8).write(to: URL(filePath: new))
        }
        let given = try folder.bytes("audit.key.new")
        try await folder.play(1...1)
        #expect(try folder.bytes("audit.key") == given)
        #expect(try folder.contents()["audit.key.new"] == nil)
        #expect(try await folder.verify().isProven)
    }

    @Test("A key may lie elsewhere")
    func elsewhere() async throws {
        let folder = try AuditFolder()
        let keys = try AuditFolder()
        var limits = PlaybackAudit.Limits()
        limits.keyFile = keys.path + "/of-the-audit"
        try folder.audit(limits).close()
        #expect(try folder.contents()["audit.key"] == nil)
        #expect(try keys.bytes("of-the-audit").count == 45)
        #expect(try PlaybackAudit.verify(directory: folder.path, limits: limits).isProven)
        #expect(throws: AuditError.keyMissing(path: folder.path + "/audit.key")) {
            _ = try PlaybackAudit.verify(directory: folder.path, limits: .init())
        }
    }
}
