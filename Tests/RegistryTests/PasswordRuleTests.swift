import Foundation
import Recordings
import Registry
import Testing

struct PasswordRuleTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    @Test(
        "A password is taken or refused for a reason",
        arguments: [
            ("", .tooShort), ("x", .tooShort), ("1234567", .tooShort), ("éééüüü", .tooShort), ("12345678", nil),
            ("👩‍👩‍👧 cat", .tooShort), ("a b c d ", nil), ("Pässwörd", nil), ("xxxxxxxxxxxx", .repetition),
            ("        ", .repetition),
            ("abababab", .repetition), ("aaaaabbbbc", nil), ("long\tenough", .controlCharacter),
            ("long\u{0}enough", .controlCharacter), ("supervisor", .username), ("SuperVisor", .username),
            ("supervisor1", nil), (String(repeating: "abc", count: 341) + "a", nil),
            (String(repeating: "abc", count: 342), .tooLong),
        ] as [(String, PasswordRule.Problem?)]
    )
    func rule(_ password: String, _ problem: PasswordRule.Problem?) {
        #expect(PasswordRule.problem(of: Secret(password), username: "supervisor") == problem)
    }

    @Test("The sentences tell the limits that hold")
    func sentences() {
        #expect(PasswordRule.Problem.tooShort.rawValue.contains(" \(PasswordRule.minimumLength) "))
        #expect(PasswordRule.Problem.tooLong.rawValue.contains(" \(ImportLimits.maximumPasswordLength) "))
    }

    @Test(
        "An import that sets a bad password is refused as a whole, without repeating it",
        arguments: ["x", "1234567", "zzzzzzzzz", "newcomer"]
    )
    func imported(_ password: String) throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let generation = registry.generation
        let text = """
            {"users":[{"username":"fine"},
            {"username":"newcomer","administrator":true,"password":"\(password)"}]}
            """
        #expect {
            try registry.importFile(Data(text.utf8))
        } throws: { error in
            guard case .importRefused(let line, let path, let problem) = error as? RegistryError else { return false }
            return line == 2 && path == "users[1].password" && !problem.contains("zzz")
        }
        #expect(registry.generation == generation)
    }

    @Test("An import says nothing of a password when it is absent, null or empty")
    func unsaid() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let before = try #require(try await registry.passwordVerifier(of: "supervisor"))
        for member in ["", #","password":null"#, #","password":"""#] {
            try registry.importFile(Data(#"{"users":[{"username":"supervisor"\#(member)}]}"#.utf8))
            #expect(try await registry.passwordVerifier(of: "supervisor") == before)
        }
    }
}
