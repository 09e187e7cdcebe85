import Foundation
import GRDB
import Recordings
import Registry
import Testing

/// Names that look like others, or are others in another spelling.
struct NameSpellingTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    /// A name as the registry has it, and the same in another spelling.
    static let sameNames: [(known: String, other: String)] = [
        ("Kim", "\u{212A}im"), ("\u{212A}im", "Kim"), ("Åsa", "\u{212B}sa"), ("Åsa", "A\u{30A}sa"),
        ("Zoe\u{308}", "Zoë"), ("\u{2126}", "Ω"), ("a\u{323}\u{307}", "a\u{307}\u{323}"),
        ("\u{1100}\u{1161}", "\u{AC00}"), ("a;b", "a\u{37E}b"), ("e\u{301}", "\u{E9}"), ("`", "\u{1FEF}"),
    ]

    /// Names that are two, however alike they look.
    static let otherNames: [(known: String, other: String)] = [
        ("file", "\u{FB01}le"), ("kim", "Kim"), ("Kim", "Kim\u{200B}"), ("Kim", "K\u{131}m"), ("Kim", "Kim "),
        ("Kim", "К\u{456}m"), ("１", "1"), ("ß", "ss"),
    ]

    private func json(_ name: String, fullName: String = "", password: String? = nil) -> Data {
        let password = password.map { #","password":"\#($0)""# } ?? ""
        return Data(#"{"users":[{"username":"\#(name)","fullName":"\#(fullName)"\#(password)}]}"#.utf8)
    }

    @Test("A user is found in another spelling, by the name that the registry has", arguments: sameNames)
    func found(_ known: String, _ other: String) throws {
        let registry = try folder.open()
        defer { registry.close() }
        try registry.importFile(json(known))
        let user = try #require(registry.snapshot.user(named: other))
        #expect(user.username.hasSameBytes(as: known))
        #expect(registry.snapshot.user(named: known)?.username.hasSameBytes(as: known) == true)
    }

    @Test("Names that are not canonically equal are two users", arguments: otherNames)
    func two(_ known: String, _ other: String) throws {
        let registry = try folder.open()
        defer { registry.close() }
        try registry.importFile(json(known))
        #expect(registry.snapshot.user(named: other) == nil)
        try registry.importFile(json(other))
        #expect(registry.snapshot.users.count == 2)
    }

    @Test("An import in another spelling is refused with the line, and changes nothing", arguments: sameNames)
    func refused(_ known: String, _ other: String) throws {
        let registry = try folder.open()
        defer { registry.close() }
        try registry.importFile(json(known))
        let text = "{\"users\":[\n{\"username\":\"fresh\"},\n{\"username\":\"\(other)\",\"fullName\":\"Other\"}]}"
        let refusal = #expect(throws: RegistryError.self) { try registry.importFile(Data(text.utf8)) }
        guard case .importRefused(let line, let path, let problem) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(line == 3 && path == "users[1].username")
        #expect(problem.contains("another spelling") && problem.contains("U+"), "\(problem)")
        #expect(registry.snapshot.users.count == 1)
        // Two of them in one file are one too many.
        let both = Data("{\"users\":[{\"username\":\"a\(known)\"},{\"username\":\"a\(other)\"}]}".utf8)
        #expect(throws: RegistryError.self) { try registry.importFile(both) }
        #expect(registry.snapshot.users.count == 1)
    }

    @Test("A password set or asked for in another spelling is the user's", arguments: sameNames)
    func password(_ known: String, _ other: String) async throws {
        let registry = try folder.open()
        defer { registry.close() }
        try registry.importFile(json(known))
        try registry.setPassword(Secret("planted word"), of: other)
        let verifier = PasswordVerifier.make(from: Secret("planted word"))
        #expect(try await registry.passwordVerifier(of: known) == verifier)
        #expect(try await registry.passwordVerifier(of: other) == verifier)
        #expect(try await registry.auditRows(limit: 1).first?.subject.hasSameBytes(as: known) == true)
    }

    @Test("Tokens: another spelling is the same name, to make, to ensure and to revoke", arguments: sameNames)
    func tokens(_ known: String, _ other: String) throws {
        let registry = try folder.open()
        defer { registry.close() }
        let secret = try registry.createToken(name: known, role: .report).secret
        #expect(throws: RegistryError.tokenNameTaken(other)) { _ = try registry.createToken(name: other, role: .admin) }
        try registry.ensureToken(name: other, role: .admin, secret: secret)
        let token = try #require(registry.authenticate(bearer: secret))
        #expect(token.name.hasSameBytes(as: known) && token.role == .admin)
        try registry.revokeToken(name: other)
        #expect(registry.authenticate(bearer: secret) == nil)
        #expect(try registry.listTokens().count == 1)
    }

    @Test("Users that came in as two, each by its own spelling, stay two, and a third spelling is neither")
    func existing() throws {
        let registry = try folder.open()
        try registry.importFile(Data(ExampleImport.text.utf8))
        registry.close()
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { db in
            for (name, fullName) in [("A\u{30A}sa", "first"), ("Åsa", "second")] {
                let sql = """
                    INSERT INTO reportingUser (username, fullName, recordingPlayback, isAdministrator)
                    VALUES (?, ?, ?, 0)
                    """
                try db.execute(sql: sql, arguments: [name, fullName, ExampleImport.entry.rawValue])
            }
        }
        try queue.close()
        let opened = try folder.open()
        defer { opened.close() }
        #expect(opened.snapshot.user(named: "A\u{30A}sa")?.fullName == "first")
        #expect(opened.snapshot.user(named: "Åsa")?.fullName == "second")
        #expect(opened.snapshot.user(named: "\u{212B}sa") == nil)
        #expect(throws: RegistryError.self) { try opened.importFile(json("\u{212B}sa")) }
        try opened.importFile(json("Åsa", fullName: "changed"))
        try opened.importFile(json("A\u{30A}sa", fullName: "changed too"))
        #expect(opened.snapshot.user(named: "Åsa")?.fullName == "changed")
        #expect(opened.snapshot.user(named: "A\u{30A}sa")?.fullName == "changed too")
    }
}
