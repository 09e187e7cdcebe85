import Foundation
import Logging
import Recordings
import Registry
import Testing

/// A new key for the values that the registry seals, and what a crash in the middle leaves.
struct KeyRotationTests {
    private let folder: RegistryFolder

    private struct Crash: Error {}

    init() throws {
        folder = try RegistryFolder()
    }

    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func rotation(_ source: RegistryKeySource = .file(path: nil)) -> KeyRotation {
        KeyRotation(directory: folder.url, source: source, logger: Self.quiet)
    }

    /// What is sealed: every entry's settings, and a user's password verifier.
    private struct Sealed: Equatable {
        let settings: [CallRecIntGUID: APICommunicationSettings]
        let verifier: Secret?
        let number: Int
    }

    private func sealed(_ source: RegistryKeySource = .file(path: nil)) async throws -> Sealed {
        let registry = try Registry.open(directory: folder.url, key: source, logger: Self.quiet)
        defer { registry.close() }
        let username = try #require(registry.snapshot.users.keys.sorted().first)
        return Sealed(
            settings: Dictionary(uniqueKeysWithValues: registry.snapshot.entries.map { ($0.key, $0.value.settings) }),
            verifier: try await registry.passwordVerifier(of: username),
            number: registry.sealingKeyNumber
        )
    }

    private func prepare(_ source: RegistryKeySource = .file(path: nil)) throws {
        let registry = try Registry.open(directory: folder.url, key: source, logger: Self.quiet)
        defer { registry.close() }
        try registry.importFile(Data(ExampleImport.text.utf8))
        let username = try #require(registry.snapshot.users.keys.sorted().first)
        try registry.setPassword(Secret("a password"), of: username)
    }

    @Test("a rotation seals every value with another key and changes nothing else")
    func rotate() async throws {
        try prepare()
        let before = try await sealed()
        let key = try Data(contentsOf: URL(filePath: folder.key))
        #expect(before.verifier != nil && before.number == 1)
        for number in 2...4 {
            #expect(try rotation().run() == number)
            let after = try await sealed()
            #expect(after.settings == before.settings && after.verifier == before.verifier)
            #expect(after.number == number)
        }
        let newKey = try Data(contentsOf: URL(filePath: folder.key))
        #expect(newKey != key && newKey.count == 32)
        // With the old key nothing opens any more.
        try key.write(to: URL(filePath: folder.key))
        let refusal = #expect(throws: RegistryError.self) { try folder.open() }
        #expect(refusal?.reason == "registryKeyWrong")
    }

    @Test("cut short at any step, a rotation leaves a registry that opens", arguments: KeyRotation.Step.allCases)
    func crash(at step: KeyRotation.Step) async throws {
        try prepare()
        let before = try await sealed()
        #expect(throws: RegistryError.self) {
            try rotation().run { reached in
                if reached == step { throw Crash() }
            }
        }
        let isSealed = step == .committed || step == .keyReplaced
        for _ in 0..<2 {
            let after = try await sealed()
            #expect(after.settings == before.settings && after.verifier == before.verifier)
            #expect(after.number == (isSealed ? 2 : 1))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.key + ".new"))
        #expect(try rotation().run() == (isSealed ? 3 : 2))
        #expect(try await sealed().settings == before.settings)
    }

    @Test("a rotation that was cut short can be followed by another at once", arguments: KeyRotation.Step.allCases)
    func rotateAfterCrash(at step: KeyRotation.Step) async throws {
        try prepare()
        let before = try await sealed()
        for other in KeyRotation.Step.allCases {
            for step in [step, other] {
                _ = try? rotation().run { reached in
                    if reached == step { throw Crash() }
                }
            }
        }
        let after = try await sealed()
        #expect(after.settings == before.settings && after.verifier == before.verifier)
    }

    @Test("while the registry is open a rotation is refused, and afterwards it is not")
    func inUse() async throws {
        try prepare()
        let registry = try folder.open()
        let refusal = #expect(throws: RegistryError.self) { try rotation().run() }
        #expect(refusal?.reason == "registryInUse")
        #expect(try registry.createToken(name: "still", role: .report).token.name == "still")
        registry.close()
        _ = consume registry
        #expect(try rotation().run() == 2)
    }

    @Test("a key that is given is kept in no file, and replaced by the other that is given")
    func givenKeys() async throws {
        let first = Secret(Data(repeating: 1, count: 32).base64EncodedString())
        let second = Secret(Data(repeating: 2, count: 32).base64EncodedString())
        try prepare(.given(first, new: nil))
        let before = try await sealed(.given(first, new: nil))
        #expect(!FileManager.default.fileExists(atPath: folder.key))
        #expect(throws: RegistryError.self) { try rotation(.given(first, new: nil)).run() }
        #expect(throws: RegistryError.self) { try rotation(.given(first, new: first)).run() }
        #expect(try rotation(.given(first, new: second)).run() == 2)
        for source in [RegistryKeySource.given(first, new: second), .given(second, new: nil)] {
            #expect(try await sealed(source).settings == before.settings)
        }
        let refusal = #expect(throws: RegistryError.self) {
            try Registry.open(directory: folder.url, key: .given(first, new: nil), logger: Self.quiet)
        }
        #expect(refusal?.reason == "registryKeyWrong")
        #expect(!FileManager.default.fileExists(atPath: folder.key))
    }

    @Test(
        "a given key that is none is refused with a clear error that does not show it",
        arguments: ["", "c2hvcnQ=", "no key"]
    )
    func badGivenKey(text: String) throws {
        let refusal = #expect(throws: RegistryError.self) {
            try Registry.open(directory: folder.url, key: .given(Secret(text), new: nil), logger: Self.quiet)
        }
        #expect(refusal?.reason == "registryKeyRefused")
        if !text.isEmpty { #expect(refusal?.description.contains(text) == false) }
    }

    @Test("a key file elsewhere is made there, for the owner alone, and rotated there")
    func keyElsewhere() async throws {
        let other = try RegistryFolder()
        let path = other.url.path + "/sealing"
        try prepare(.file(path: path))
        let before = try await sealed(.file(path: path))
        #expect(!FileManager.default.fileExists(atPath: folder.key))
        #expect(try rotation(.file(path: path)).run() == 2)
        #expect(try await sealed(.file(path: path)).settings == before.settings)
        #expect(try other.permissions(path) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.url.path) == ["sealing"])
    }

    @Test("while open and after a rotation every file is for the owner alone")
    func permissions() throws {
        try prepare()
        _ = try rotation().run()
        let registry = try folder.open()
        defer { registry.close() }
        _ = try registry.createToken(name: "a", role: .report)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(
            Set(names).isSuperset(of: ["registry.key", "registry.sqlite", "registry.sqlite-wal", "registry.sqlite-shm"])
        )
        for name in names { #expect(try folder.permissions(folder.url.path + "/" + name) == 0o600, "\(name)") }
    }
}
