import Foundation
import GRDB
import Logging
import Recordings
import Registry
import Testing

struct RegistryOpeningTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    private func refusal() -> RegistryError? {
        do throws(RegistryError) {
            try folder.open().close()
            return nil
        } catch {
            return error
        }
    }

    private func closedExample() throws {
        try folder.openWithExample().close()
    }

    @Test("A damaged database is refused and left byte for byte as it was", arguments: [0, 100, 4_096, 20_480])
    func damaged(offsetBytes: Int) throws {
        try closedExample()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        let end = min(bytes.count, offsetBytes + 600)
        bytes.replaceSubrange(offsetBytes..<end, with: Data(repeating: 0xA5, count: end - offsetBytes))
        try bytes.write(to: URL(fileURLWithPath: folder.database))
        let refusal = refusal()
        #expect(refusal?.reason == "registryDamaged", "\(String(describing: refusal))")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == bytes)
    }

    @Test("A cut-off database is refused and left as it was")
    func cutOff() throws {
        try closedExample()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.database)).dropLast(9_000)
        try bytes.write(to: URL(fileURLWithPath: folder.database))
        #expect(refusal()?.reason == "registryDamaged")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == bytes)
    }

    @Test("Another program's database is refused")
    func foreign() throws {
        let foreign = try DatabaseQueue(path: folder.database)
        try foreign.write { db in try db.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        try foreign.close()
        #expect(refusal()?.reason == "registryDamaged")
        #expect(try DatabaseQueue(path: folder.database).read { try $0.tableExists("theirs") })
    }

    @Test("A database made by a newer program is refused")
    func newerSchema() throws {
        try closedExample()
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('addSomethingNewer')")
        }
        try queue.close()
        #expect(refusal() == .newerSchema(path: folder.database))
    }

    @Test("A database whose key is gone is refused, and no new key is made")
    func keyMissing() throws {
        try closedExample()
        try FileManager.default.removeItem(atPath: folder.key)
        #expect(refusal() == .keyMissing(path: folder.key))
        #expect(!FileManager.default.fileExists(atPath: folder.key))
    }

    @Test("Another key, and a file that is no key, are refused", arguments: [32, 31, 0])
    func keyWrong(sizeBytes: Int) throws {
        try closedExample()
        try Data(repeating: 7, count: sizeBytes).write(to: URL(fileURLWithPath: folder.key))
        #expect(refusal() == .keyWrong(path: folder.key))
    }

    @Test(
        "A sealed credential that was moved to another row or column does not open",
        arguments: [
            "UPDATE callRecInt SET authUserID1 = (SELECT authUserID1 FROM callRecInt WHERE description = 'Leeds Dubber')",
            "UPDATE callRecInt SET apiParameter1 = authUserID1 WHERE description = 'Leeds Dubber'",
            "UPDATE callRecInt SET apiParameter1 = zeroblob(40) WHERE description = 'Leeds Dubber'",
        ]
    )
    func movedCredential(sql: String) throws {
        try closedExample()
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
        #expect(refusal()?.reason == "sealedValueRefused")
    }

    @Test("A start that was cut short before the schema is made good")
    func cutShort() throws {
        try folder.open().close()
        try FileManager.default.removeItem(atPath: folder.database)
        try Data().write(to: URL(fileURLWithPath: folder.database))
        #expect(refusal() == nil)
    }

    @Test("A directory that is a file is refused")
    func directoryIsAFile() throws {
        let file = folder.url.appendingPathComponent("file")
        try Data().write(to: file)
        #expect(throws: RegistryError.directoryNotUsable(path: file.path, problem: "it is a file")) {
            try Registry.open(directory: file, logger: .init(label: "test"))
        }
    }

    @Test("No secret can be found in any file, the write-ahead log included")
    func noSecretsOnDisk() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let token = try registry.createToken(name: "ci", role: .report)
        try registry.ensureToken(name: "demo", role: .admin, secret: Secret("PLANTED-token"))
        let entry = try #require(registry.snapshot.entries[ExampleImport.entry])
        #expect(entry.settings.apiParameter2.reveal() == "PLANTED-p2")
        let files = try folder.allBytes()
        let log = try #require(files["registry.sqlite-wal"])
        #expect(
            log.range(of: Data("Leeds Dubber".utf8)) != nil,
            "the log must hold the import for this test to mean anything"
        )
        // The verifier of "PLANTED-password", which would do to sign in.
        let verifier = PasswordVerifier.make(from: Secret("PLANTED-password")).reveal()
        for (name, bytes) in files {
            for secret in ["PLANTED", verifier, token.secret.reveal()] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
            }
        }
    }

    @Test("A password is kept as its sealed lower-case hex SHA-256")
    func passwordVerifier() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let password = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        // NIST FIPS 180-2, appendix B.2.
        let verifier = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        try registry.importFile(Data(#"{"users":[{"username":"abc","password":"\#(password)"}]}"#.utf8))
        #expect(try await registry.passwordVerifier(of: "abc")?.reveal() == verifier)
        #expect(try await registry.passwordVerifier(of: "clerk") == nil)
        #expect(try await registry.passwordVerifier(of: "nobody") == nil)
        try registry.importFile(Data(#"{"users":[{"username":"abc","fullName":"A"}]}"#.utf8))
        #expect(try await registry.passwordVerifier(of: "abc")?.reveal() == verifier, "kept when the file says nothing")
    }
}
