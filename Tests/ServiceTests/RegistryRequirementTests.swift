import Foundation
import Glibc
import Service
import Testing

/// Commands over a folder that holds no registry, such as a mistyped one: they say so, and leave it as it is.
@Suite("Commands that need a registry", .timeLimit(.minutes(5)))
struct RegistryRequirementTests {
    /// The commands that find nothing to do without one, each with what it needs beside the folder.
    private static let commands: [[String]] = [
        ["token", "create", "--name", "reports", "--role", "report"], ["token", "list"],
        ["token", "revoke", "reports"], ["user", "set-password", "supervisor"], ["key", "list"], ["key", "rotate"],
        ["key", "rotate", "--signing"],
        ["explain", "--user", "u", "--telsys", "1", "--start", "2026-11-20T09:15:03Z"],
        ["explain", "--user", "u", "--telsys", "1", "--start", "2026-11-20T09:15:03Z", "--probe", "none"],
        ["cache", "status"], ["cache", "purge", "--all"], ["cache", "purge", "--user", "u"], ["audit", "verify"],
        ["backup", "/nowhere/backup"], ["import", "FILE"],
    ]

    /// A folder for the files of a test, and the path of a data directory in it that is not there.
    private struct Place {
        let folder: DataFolder
        let file: String
        let missing: String

        init(_ json: Data? = nil) throws {
            folder = try DataFolder()
            file = folder.path + "/company.json"
            missing = folder.path + "/data/typo"
            try (json ?? SampleCompany.importFile(port: 9)).write(to: URL(filePath: file))
        }

        func run(_ words: [String], data: String? = nil) async throws -> ResolverProcess.Outcome {
            try await ResolverProcess.run(words.map { $0 == "FILE" ? file : $0 } + ["--data", data ?? missing])
        }
    }

    /// One line, and nothing on standard output.
    private func expectRefusal(_ outcome: ResolverProcess.Outcome, _ words: String...) {
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("playback-resolver: ") && outcome.errors.split(separator: "\n").count == 1)
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }

    @Test("Without a folder each says so in one line, and makes none", arguments: commands)
    func missing(words: [String]) async throws {
        let place = try Place()
        expectRefusal(try await place.run(words), "There is no registry in \(place.missing)", "--create")
        #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/data"))
    }

    @Test("In a folder of other things each says so, and adds nothing", arguments: commands)
    func other(words: [String]) async throws {
        let place = try Place()
        let data = place.folder.path
        expectRefusal(try await place.run(words, data: data), "There is no registry in \(data)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["company.json"])
    }

    @Test("An import makes a registry when it is told to, and needs not be told again")
    func create() async throws {
        let place = try Place()
        let first = try await place.run(["import", "FILE", "--create"])
        #expect(first.status == 0 && first.output.contains("users: 5 added"), "\(first)")
        for words in [["import", "FILE"], ["import", "FILE", "--create"]] {
            let again = try await place.run(words)
            #expect(again.status == 0 && again.output.contains("users: 0 added, 0 changed, 5 as they were"), "\(again)")
        }
        let piped = try await ResolverProcess.run(["import", "-", "--data", place.missing], input: place.file)
        #expect(piped.status == 0 && piped.output.contains("0 added, 0 changed, 5 as they were"), "\(piped)")
        let token = try await place.run(["token", "create", "--name", "reports", "--role", "report"])
        #expect(token.status == 0)
    }

    @Test(
        "A first import of a file that is wrong makes nothing",
        arguments: [
            #"{"users":"none"}"#, #"{"users":[{"username":"u","recordingPlayback":"unknown"}]}"#, "{",
        ]
    )
    func createdForNothing(json: String) async throws {
        let place = try Place(Data(json.utf8))
        expectRefusal(try await place.run(["import", "FILE", "--create"]), "line 1")
        #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/data"))
    }

    @Test(
        "Root leaves alone what is another user's, and says who should come",
        .enabled(if: geteuid() == 0),
        arguments: [["token", "list"], ["key", "rotate"], ["import", "FILE"], ["import", "FILE", "--create"]]
    )
    func ofAnother(words: [String]) async throws {
        let (nobody, group) = (uid_t(65_534), gid_t(65_534))
        let name = try #require(getpwuid(nobody).map { String(cString: $0.pointee.pw_name) })
        let place = try Place()
        let data = place.folder.path + "/data"
        if words.last == "--create" {
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        } else {
            #expect(try await place.run(["import", "FILE", "--create"], data: data).status == 0)
            #expect(chown(data + "/registry.sqlite", nobody, group) == 0)
        }
        #expect(chown(data, nobody, group) == 0)
        let before = try FileManager.default.contentsOfDirectory(atPath: data).sorted()
        expectRefusal(try await place.run(words, data: data), "belongs to the user \(name)", "sudo -u \(name)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: data).sorted() == before)
    }
}
