import Foundation
import Recordings
import Registry
import Testing

/// Files line by line, files in any order, and files that are read piece by piece.
struct ImportLinesTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    private static let lines = """
        {"telephonyServer":{"telSysID":1,"description":"Head office"}}
        {"partition":{"partitionGUID":"p-2","telSysID":1,"partIDInTelSys":2,"description":"Leeds"}}
        {"callRecInt":{"callRecIntGUID":"e-1","description":"Leeds Dubber","telSysID":1,"partIDInTelSys":2}}

        {"user":{"username":"sam","scope":{"telSysID":1,"partIDInTelSys":2},"recordingPlayback":"e-1"}}
        {"user":{"username":"kim"}}
        """

    private func importing(_ text: String, into registry: Registry) throws -> ImportSummary {
        let path = folder.url.appending(path: "import.json")
        try Data(text.utf8).write(to: path)
        let file = try FileHandle(forReadingFrom: path)
        defer { try? file.close() }
        return try registry.importFile(ImportSource(file))
    }

    @Test("Lines are taken in their order, and what they delete is gone")
    func order() throws {
        let registry = try folder.open()
        defer { registry.close() }
        let first = try importing(Self.lines, into: registry)
        #expect(first[.users] == .init(inserted: 2))
        #expect(registry.snapshot.assignedUsers[CallRecIntGUID("e-1")] == AssignedUsers(count: 1))
        let second = try importing(
            """
            {"delete":{"user":"kim"}}
            {"delete":{"user":"nobody"}}
            {"user":{"username":"kim","fullName":"Kim again"}}
            {"delete":{"callRecInt":"e-1"}}
            """,
            into: registry
        )
        #expect(second[.users] == .init(inserted: 1, unchanged: 1, deleted: 1))
        #expect(second[.callRecInts] == .init(deleted: 1))
        #expect(registry.snapshot.users["sam"]?.recordingPlayback == nil)
        #expect(registry.snapshot.users["kim"]?.fullName == "Kim again")
        #expect(registry.snapshot.assignedUsers.isEmpty)
        let third = try importing(
            """
            {"delete":{"user":"sam"}}
            {"delete":{"partition":"p-2"}}
            {"delete":{"telephonyServer":1}}
            """,
            into: registry
        )
        #expect(third[.telephonyServers] == .init(deleted: 1))
        #expect(registry.snapshot.partitions.isEmpty && registry.snapshot.telephonyServers.isEmpty)
        #expect(registry.partition(at: .partition(TelSysID(1), PartIDInTelSys(2))) == nil)
    }

    /// A line that is refused, with the line it stands in and what is said of it.
    static let refusals: [(text: String, line: Int, path: String, says: String)] = [
        (#"{"people":{"username":"x"}}"#, 1, "people", "known are"),
        (#"{"user":{"username":"x"},"partition":{}}"#, 1, "", "one member"),
        (lines + "\n" + #"{"user":{"username":""}}"#, 7, "user.username", "empty"),
        (
            lines + "\n" + #"{"delete":{"telephonyServer":1}}"#, 7, "telephonyServer",
            "still in use, by the Partition p-2"
        ),
        (lines + "\n" + #"{"delete":{"partition":"p-2"}}"#, 7, "partition", "by the integration entry e-1"),
        (lines + "\n" + #"{"delete":{"call":"e-1"}}"#, 7, "delete.call", "not known"),
        (
            lines + "\n" + #"{"delete":{"callRecInt":"d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000"}}"#, 7,
            "callRecInt",
            "never deleted"
        ),
        (
            lines + "\n" + #"{"user":{"username":"x","scope":{"telSysID":5}}}"#, 7, "scope.telSysID",
            "no Telephony Server 5"
        ),
        (lines + "\n{\"user\":\n{\"username\":\"x\",\n\"colour\":1}}", 9, "user.colour", "not known"),
        (lines + "\n[]", 7, "", "an object"),
        (#"{"users":[],"users":[]}"#, 1, "users", "a second time"),
        ("{\n\"users\":\n7}", 3, "users", "must be a list"),
        (
            #"{"users":[{"username":"\#(String(repeating: "x", count: ImportLimits.maximumObjectBytes))"}]}"#, 1,
            "", "more than 1048576 bytes"
        ),
    ]

    @Test("What is refused is told with its line, and changes nothing", arguments: refusals.indices)
    func refusal(_ index: Int) throws {
        let registry = try folder.open()
        defer { registry.close() }
        let generation = registry.generation
        let expected = Self.refusals[index]
        let error = #expect(throws: RegistryError.self) { try importing(expected.text, into: registry) }
        guard case .importRefused(let line, let path, let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(line == expected.line, "\(problem)")
        #expect(path == expected.path)
        #expect(problem.contains(expected.says), "\(problem)")
        #expect(registry.generation == generation)
        #expect(registry.snapshot.users.isEmpty)
    }

    @Test("A document may name objects before those that they refer to")
    func anyOrder() throws {
        let registry = try folder.open()
        defer { registry.close() }
        let summary = try importing(
            """
            {"users":[{"username":"sam","scope":{"telSysID":1,"partIDInTelSys":2},"recordingPlayback":"e-1"}],
             "callRecInts":[{"callRecIntGUID":"e-1","description":"Leeds","telSysID":1,"partIDInTelSys":2}],
             "partitions":[{"partitionGUID":"p-2","telSysID":1,"partIDInTelSys":2}],
             "telephonyServers":[{"telSysID":1}]}
            """,
            into: registry
        )
        #expect(ImportSummary.Kind.allCases.allSatisfy { summary[$0].inserted == 1 })
    }

    @Test("Objects are whole wherever the pieces of a file are cut")
    func pieces() throws {
        let registry = try folder.open()
        defer { registry.close() }
        // More than a few pieces, of which the cuts fall into texts, escapes and numbers.
        let users = (0..<40_000).map {
            #"{"username":"user \#($0)","fullName":"A \\\"quoted\\\" \\\\ name, [\#($0)]","scope":{}}"#
        }
        let summary = try importing(#"{"users":[\#(users.joined(separator: " ,\n "))]}"#, into: registry)
        #expect(summary[.users] == .init(inserted: 40_000))
        #expect(registry.snapshot.users["user 39999"]?.fullName == #"A \"quoted\" \\ name, [39999]"#)
        #expect(registry.snapshot.users.count == 40_000)
    }
}
