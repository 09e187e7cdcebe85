import Foundation
import Recordings
import Registry
import Testing

struct ImportRefusalTests {
    /// An edit of the example that makes it wrong: what is replaced, by what, and the refusal's line, path and a word of it.
    struct Slip: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let line: Int?
        let path: String
        let says: String

        init(_ old: String, _ new: String, line: Int?, _ path: String, says: String) {
            self.old = old
            self.new = new
            self.line = line
            self.path = path
            self.says = says
        }

        var testDescription: String { "\(new.debugDescription): \(path) \(says)" }
    }

    static let syntaxSlips = [
        Slip("\"partitions\":[", "\"partitions\":{[", line: 4, "", says: "not valid JSON"),
        Slip(
            "\"demonstrationSimulator\":true}",
            "\"demonstrationSimulator\":true",
            line: 3,
            "",
            says: "not valid JSON"
        ),
        Slip("\"Leeds Dubber\"", "\"Leeds\nDubber\"", line: 8, "", says: "control character"),
        Slip("\"fullName\"", "fullName", line: 15, "", says: "not valid JSON"),
        Slip("\"recordingPlayback\":null}]}", "\"recordingPlayback\":null}]", line: 18, "", says: "end of file"),
        Slip("\"recordingPlayback\":null}]}", "\"recordingPlayback\":null}]}\n,", line: 19, "", says: "not valid JSON"),
    ]

    /// One character to Swift, and any number of bytes.
    private static let heaped = "e" + String(repeating: "\u{301}", count: 3_000)

    static let shapeSlips = [
        Slip(
            "\"Leeds Dubber\"",
            "\"\(heaped)\"",
            line: 8,
            "callRecInts[0].description",
            says: "has 3001 characters"
        ),
        Slip("\"supervisor\"", "\"\(heaped)\"", line: 15, "users[0].username", says: "has 3001 characters"),
        Slip("\"users\":[", "\"people\":[", line: 14, "people", says: "\"people\" is not known"),
        Slip("\"fullName\"", "\"fulName\"", line: 15, "users[0].fulName", says: "known are username, fullName"),
        Slip(
            "\"authUserID1\"",
            "\"authUserId1\"",
            line: 12,
            "callRecInts[0].apiCommunicationSettings.authUserId1",
            says: "not known"
        ),
        Slip("\"scope\":{}", "\"scope\":{\"telSysId\":1}", line: 18, "users[1].scope.telSysId", says: "not known"),
        Slip("{\"telSysID\":9,", "{", line: 3, "telephonyServers[1].telSysID", says: "is missing"),
        Slip("\"telSysID\":9,", "\"telSysID\":\"9\",", line: 3, "telephonyServers[1].telSysID", says: "a whole number"),
        Slip("\"telSysID\":9,", "\"telSysID\":9.5,", line: 3, "telephonyServers[1].telSysID", says: "a whole number"),
        Slip("\"telSysID\":9,", "\"telSysID\":-1,", line: 3, "telephonyServers[1].telSysID", says: "from 0"),
        Slip(
            "\"telSysID\":9,",
            "\"telSysID\":2147483648,",
            line: 3,
            "telephonyServers[1].telSysID",
            says: "2147483647"
        ),
        Slip(
            "\"demonstrationSimulator\":true",
            "\"demonstrationSimulator\":1",
            line: 3,
            "telephonyServers[1].demonstrationSimulator",
            says: "true or false"
        ),
        Slip("\"scope\":{}", "\"scope\":[]", line: 18, "users[1].scope", says: "an object"),
        Slip("\"username\":\"clerk\"", "\"username\":\"\"", line: 18, "users[1].username", says: "empty"),
        Slip("\"username\":\"clerk\"", "\"username\":null", line: 18, "users[1].username", says: "missing"),
        Slip("\"clerk\"", "\"cl\\nerk\"", line: 18, "users[1].username", says: "control character"),
        Slip("Sam Supervisor", String(repeating: "S", count: 257), line: 15, "users[0].fullName", says: "at most 256"),
        Slip(
            "PLANTED-p1",
            String(repeating: "S", count: 2_049),
            line: 13,
            "callRecInts[0].apiCommunicationSettings.apiParameter1",
            says: "at most 2048"
        ),
        Slip(
            "\"callRecIntType\":\"Dubber\"",
            "\"callRecIntType\":\"dubber\"",
            line: 7,
            "callRecInts[0].callRecIntType",
            says: "Dubber"
        ),
        Slip(
            " api.dubber.net/uk1 ",
            "api.dubber.net/uk1?x=1",
            line: 10,
            "callRecInts[0].apiCommunicationSettings.ipAddrOrHost1",
            says: "host[:port][/path]"
        ),
        Slip(
            "\"11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86\"",
            "\"a/b\"",
            line: 5,
            "partitions[0].partitionGUID",
            says: "letters, digits"
        ),
        Slip(
            "\"scope\":{}",
            "\"scope\":{\"partIDInTelSys\":2}",
            line: 18,
            "users[1].scope.partIDInTelSys",
            says: "telSysID is missing"
        ),
        // An escape that YAML does not know must not cost the line.
        Slip(
            "Head office\"",
            "\\ud83d\\ude00\",\"colour\":1",
            line: 2,
            "telephonyServers[0].colour",
            says: "not known"
        ),
    ]

    static let referenceSlips = [
        Slip("{\"telSysID\":9,", "{\"telSysID\":1,", line: 3, "telephonyServers[1].telSysID", says: "a second time"),
        Slip(
            "\"username\":\"clerk\"",
            "\"username\":\"supervisor\"",
            line: 18,
            "users[1].username",
            says: "a second time"
        ),
        Slip(
            "\"telSysID\":1,\"partIDInTelSys\":2,\"description\":\"Leeds\"",
            "\"telSysID\":5,\"partIDInTelSys\":2,\"description\":\"Leeds\"",
            line: 5,
            "partitions[0].telSysID",
            says: "no Telephony Server 5"
        ),
        Slip(
            "\"telSysID\":1,\"partIDInTelSys\":2,\"description\":\"Leeds Dubber\"",
            "\"telSysID\":1,\"partIDInTelSys\":3,\"description\":\"Leeds Dubber\"",
            line: 8,
            "callRecInts[0].partIDInTelSys",
            says: "no Partition 3 of Telephony Server 1"
        ),
        Slip(
            "\"scope\":{\"telSysID\":1,\"partIDInTelSys\":2}",
            "\"scope\":{\"telSysID\":9,\"partIDInTelSys\":2}",
            line: 15,
            "users[0].scope.partIDInTelSys",
            says: "no Partition 2 of Telephony Server 9"
        ),
        Slip("\"scope\":{}", "\"scope\":{\"telSysID\":44}", line: 18, "users[1].scope.telSysID", says: "44"),
        Slip(
            "\"recordingPlayback\":null",
            "\"recordingPlayback\":\"gone\"",
            line: 18,
            "users[1].recordingPlayback",
            says: "null means no playback"
        ),
    ]

    @Test(
        "A wrong file is refused with its line, and nothing of it is kept",
        arguments: syntaxSlips + shapeSlips + referenceSlips
    )
    func refused(slip: Slip) throws {
        let text = ExampleImport.text.replacingOccurrences(of: slip.old, with: slip.new)
        try #require(text != ExampleImport.text)
        let folder = try RegistryFolder()
        let registry = try folder.open()
        defer { registry.close() }
        let generation = registry.generation
        let error = #expect(throws: RegistryError.self) { try registry.importFile(Data(text.utf8)) }
        guard case .importRefused(let line, let path, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(line == slip.line)
        #expect(path == slip.path)
        #expect(problem.contains(slip.says), "\(problem)")
        #expect(!problem.contains("PLANTED"))
        #expect(registry.generation == generation)
        registry.close()
        let again = try folder.open()
        defer { again.close() }
        #expect(again.snapshot.users.isEmpty)
        #expect(again.snapshot.telephonyServers.isEmpty)
        #expect(again.snapshot.entries.count == 1)
    }

    @Test("A Partition cannot move, nor take another's number")
    func partitionsStay() throws {
        let folder = try RegistryFolder()
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let moved = """
            {"partitions":[
             {"partitionGUID":"11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86","telSysID":1,"partIDInTelSys":7}]}
            """
        let taken = #"{"partitions":[{"partitionGUID":"new","telSysID":1,"partIDInTelSys":2}]}"#
        for (text, line, says) in [(moved, 2, "cannot move"), (taken, 1, "already")] {
            let error = #expect(throws: RegistryError.self) { try registry.importFile(Data(text.utf8)) }
            #expect(error?.description.hasPrefix("line \(line): partitions[0].partIDInTelSys: ") == true)
            #expect(error?.description.contains(says) == true)
        }
    }

    @Test("What is no JSON at all is refused", arguments: ["", "[]", "7", "users: []", "\u{0}"])
    func noObject(text: String) throws {
        let folder = try RegistryFolder()
        let registry = try folder.open()
        defer { registry.close() }
        let error = #expect(throws: RegistryError.self) { try registry.importFile(Data(text.utf8)) }
        #expect(error?.reason == "importRefused")
    }
}
