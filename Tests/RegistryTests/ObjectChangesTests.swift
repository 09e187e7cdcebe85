import Foundation
import GRDB
import Recordings
import Registry
import Testing

/// One object at a time: what is said, what stays, what is written.
struct ObjectChangesTests {
    private let folder: RegistryFolder
    private let author = AuditAuthor(name: "hr", remoteAddress: "192.0.2.1", at: Date(timeIntervalSince1970: 1_000))
    private static let entry = ObjectKey.entry(ExampleImport.entry)

    init() throws {
        folder = try RegistryFolder()
    }

    private func json(_ text: String) throws -> JSONValue { try JSONValue(reading: Data(text.utf8)) }

    private func perform(
        _ method: ObjectMethod,
        _ key: ObjectKey,
        _ body: String = "null",
        if conditions: ObjectConditions = ObjectConditions(match: .any),
        on registry: Registry
    ) async throws -> ObjectOutcome {
        let change = ObjectChange(method, key, try json(body), if: conditions)
        guard case .done(let outcome) = try await registry.perform(change, by: author) else {
            throw RegistryError.cancelled
        }
        return outcome
    }

    private func settings(_ registry: Registry) throws -> APICommunicationSettings {
        try #require(registry.snapshot.entries[ExampleImport.entry]).settings
    }

    private func faults(_ body: () async throws -> Void) async -> [String] {
        do {
            try await body()
        } catch RegistryError.objectRefused(.fieldsInvalid(let faults)) {
            return faults.map(\.field)
        } catch {
            Issue.record("\(error)")
        }
        return []
    }

    @Test("What all of an object leaves out takes its default, and credentials and password stay")
    func wholeObject() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let old = try settings(registry)
        _ = try await perform(.put, Self.entry, #"{"description":"New"}"#, on: registry)
        let entry = try #require(registry.snapshot.entries[ExampleImport.entry])
        #expect(entry.description == "New" && entry.scope == .applicationWide)
        #expect(entry.settings.ipAddrOrHost1.isEmpty && entry.settings.ipAddrOrHost2.isEmpty)
        #expect(entry.settings.authUserID1 == old.authUserID1 && entry.settings.apiParameter2 == old.apiParameter2)
        _ = try await perform(.put, .user("supervisor"), "{}", on: registry)
        let user = try #require(registry.snapshot.users["supervisor"])
        #expect(user.fullName.isEmpty && user.scope == .applicationWide && user.recordingPlayback == nil)
        #expect(try await registry.passwordVerifier(of: "supervisor") != nil)
        _ = try await perform(.put, .telephonyServer(TelSysID(9)), "{}", on: registry)
        #expect(registry.snapshot.telephonyServers[TelSysID(9)]?.isDemonstrationSimulator == false)
    }

    @Test("A patch changes what it says, and null clears, credentials and password too")
    func patch() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let old = try settings(registry)
        let text = #"{"apiCommunicationSettings":{"ipAddrOrHost2":null,"authUserID2":null,"apiParameter1":"next"}}"#
        _ = try await perform(.patch, Self.entry, text, on: registry)
        let new = try settings(registry)
        #expect(new.ipAddrOrHost1 == old.ipAddrOrHost1 && new.authUserID1 == old.authUserID1)
        #expect(new.ipAddrOrHost2.isEmpty && new.authUserID2.isEmpty && new.apiParameter1.reveal() == "next")
        _ = try await perform(.patch, Self.entry, #"{"telSysID":null,"partIDInTelSys":null}"#, on: registry)
        #expect(registry.snapshot.entries[ExampleImport.entry]?.scope == .applicationWide)
        _ = try await perform(.patch, Self.entry, #"{"apiCommunicationSettings":null}"#, on: registry)
        let none = try settings(registry)
        #expect(none.hostFields.isEmpty && none.authUserID1.isEmpty && none.apiParameter1.isEmpty)
        let password = #"{"password":null,"scope":{"partIDInTelSys":null}}"#
        let outcome = try await perform(.patch, .user("supervisor"), password, on: registry)
        #expect(outcome.stored?.hasPassword == false)
        #expect(try await registry.passwordVerifier(of: "supervisor") == nil)
        #expect(registry.snapshot.users["supervisor"]?.scope == .telephonyServer(TelSysID(1)))
        #expect(registry.snapshot.users["supervisor"]?.fullName == "Sam Supervisor")
    }

    @Test("What changes nothing writes nothing, and what does is noted by the names of what is different")
    func unchanged() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let (generation, stored) = (registry.generation, try #require(try await registry.object(Self.entry)))
        for (key, body) in [
            (Self.entry, "{}"), (Self.entry, #"{"apiCommunicationSettings":{"authUserID1":"PLANTED-id1"}}"#),
            (.user("supervisor"), #"{"password":"PLANTED-password","administrator":false,"playback":{"state":"x"}}"#),
            (.telephonyServer(TelSysID(9)), #"{"userCount":7}"#),
        ] {
            let outcome = try await perform(.patch, key, body, on: registry)
            #expect(outcome.fate == .unchanged, "\(body)")
        }
        #expect(try await registry.object(Self.entry)?.tag == stored.tag)
        #expect(registry.generation == generation)
        #expect(try await registry.auditRows(limit: 10).isEmpty)
        let secret = #"{"description":"Leeds, new","apiCommunicationSettings":{"authUserID1":"other"}}"#
        _ = try await perform(.patch, Self.entry, secret, on: registry)
        _ = try await perform(.patch, .user("clerk"), #"{"password":"long enough 7","fullName":"Cy"}"#, on: registry)
        _ = try await perform(.delete, .user("clerk"), on: registry)
        let rows = try await registry.auditRows(limit: 10)
        #expect(rows.map(\.action) == [.deleteUser, .changeUser, .changeEntry])
        #expect(rows.map(\.properties) == [[], ["fullName", "password"], ["Description", "AuthUserID1"]])
        #expect(rows.allSatisfy { $0.author == author })
    }

    @Test("A tag is another after each change, of a secret too, and tells nothing of it")
    func tags() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        var seen: Set<String> = []
        for (key, body) in [
            (Self.entry, #"{"apiCommunicationSettings":{"apiParameter1":"a"}}"#), (Self.entry, #"{"description":"b"}"#),
            (Self.entry, #"{"apiCommunicationSettings":{"apiParameter1":"c"}}"#),
            (ObjectKey.user("clerk"), #"{"password":"long enough 1"}"#),
            (.user("clerk"), #"{"password":"long enough 2"}"#),
            (.user("clerk"), #"{"recordingPlayback":"\#(ExampleImport.entry)"}"#),
            (.telephonyServer(TelSysID(9)), #"{"demonstrationSimulator":false}"#),
            (.telephonyServer(TelSysID(9)), #"{"description":"x"}"#),
        ] {
            let old = try #require(try await registry.object(key)).tag
            let stored = try #require(try await perform(.patch, key, body, on: registry).stored)
            #expect(stored.tag != old && seen.insert(stored.tag).inserted, "\(body)")
            #expect(try await registry.object(key)?.tag == stored.tag)
        }
        registry.close()
        let again = try folder.open()
        defer { again.close() }
        #expect(seen.contains(try #require(try await again.object(Self.entry)).tag))
    }

    @Test("All that is wrong with an object is told at once, each by its path")
    func allFaults() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let body = """
            {"description":"","colour":1,"telSysID":"one","callRecIntType":"dubber","demonstrationSimulator":"ignored",
             "apiCommunicationSettings":{"ipAddrOrHost1":"a b","ipAddrOrHost2":7,"authUserId1":"x"}}
            """
        let told = await faults { _ = try await perform(.put, Self.entry, body, on: registry) }
        #expect(
            Set(told) == [
                "description", "colour", "telSysID", "callRecIntType", "apiCommunicationSettings.ipAddrOrHost1",
                "apiCommunicationSettings.ipAddrOrHost2", "apiCommunicationSettings.authUserId1",
            ]
        )
        let many = (0..<100).map { "\"k\($0)\":1" }.joined(separator: ",")
        let limited = await faults { _ = try await perform(.put, Self.entry, "{\(many)}", on: registry) }
        #expect(limited.count == 32)
        #expect(registry.snapshot.entries[ExampleImport.entry]?.description == "Leeds Dubber")
    }

    /// A change that is refused, and the field that is wrong.
    static let refusals: [(method: ObjectMethod, key: ObjectKey, body: String, field: String)] = [
        (.put, entry, "[]", ""), (.patch, entry, "7", ""), (.patch, entry, "null", ""),
        (.patch, entry, #"{"description":null}"#, "description"),
        (.patch, entry, #"{"callRecIntGUID":"other"}"#, "callRecIntGUID"),
        (.patch, entry, #"{"callRecIntGUID":null}"#, "callRecIntGUID"),
        (.put, entry, #"{"callRecIntGUID":"other","description":"x"}"#, "callRecIntGUID"),
        (.patch, entry, #"{"telSysID":5}"#, "telSysID"), (.patch, entry, #"{"telSysID":9}"#, "partIDInTelSys"),
        (.patch, entry, #"{"telSysID":null}"#, "partIDInTelSys"),
        (.patch, entry, #"{"apiCommunicationSettings":"x"}"#, "apiCommunicationSettings"),
        (.put, .entry(CallRecIntGUID("a b")), #"{"description":"x"}"#, "callRecIntGUID"),
        (.patch, .entry(.demonstrationSimulator), #"{"description":"x"}"#, "description"),
        (.patch, .entry(.demonstrationSimulator), #"{"telSysID":1}"#, "telSysID"),
        (.patch, .user("clerk"), #"{"password":"short"}"#, "password"),
        (.patch, .user("clerk"), #"{"recordingPlayback":"gone"}"#, "recordingPlayback"),
        (.patch, .user("clerk"), #"{"scope":{"telSysID":44}}"#, "scope.telSysID"),
        (.patch, .user("clerk"), #"{"scope":{"partIDInTelSys":2}}"#, "scope.partIDInTelSys"),
        (.patch, .user("clerk"), #"{"administrator":"yes"}"#, "administrator"),
        (.patch, .user("clerk"), #"{"username":"other"}"#, "username"),
        (.put, .user(String(repeating: "x", count: 129)), "{}", "username"),
        (.patch, .telephonyServer(TelSysID(1)), #"{"telSysID":2}"#, "telSysID"),
        (.patch, .telephonyServer(TelSysID(1)), #"{"demonstrationSimulator":1}"#, "demonstrationSimulator"),
        (.patch, .partition(leeds), #"{"partIDInTelSys":7}"#, "partIDInTelSys"),
        (.patch, .partition(leeds), #"{"telSysID":9}"#, "telSysID"),
        (.put, .partition(PartitionGUID("new")), #"{"telSysID":1}"#, "partIDInTelSys"),
        (.put, .partition(PartitionGUID("new")), #"{"telSysID":5,"partIDInTelSys":1}"#, "telSysID"),
    ]
    private static let leeds = PartitionGUID("11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86")

    @Test("What cannot be is refused by its field, and changes nothing", arguments: refusals.indices)
    func refused(_ index: Int) async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let (generation, row) = (registry.generation, Self.refusals[index])
        let isNew = try await registry.object(row.key) == nil
        let told = await faults {
            let conditions = ObjectConditions(match: isNew ? nil : .any)
            _ = try await perform(row.method, row.key, row.body, if: conditions, on: registry)
        }
        #expect(told == [row.field])
        #expect(registry.generation == generation)
    }

    @Test("The demonstration entry takes hosts and credentials, and is never deleted")
    func demonstrationEntry() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let key = ObjectKey.entry(.demonstrationSimulator)
        let document = try #require(try await registry.object(key)).object.document
        let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
        #expect(try await perform(.put, key, text, on: registry).fate == .unchanged)
        _ = try await perform(
            .patch,
            key,
            #"{"apiCommunicationSettings":{"ipAddrOrHost1":"demo.example/x"}}"#,
            on: registry
        )
        #expect(registry.snapshot.entries[.demonstrationSimulator]?.settings.ipAddrOrHost1 == "demo.example/x")
        await #expect {
            _ = try await perform(.delete, key, on: registry)
        } throws: { error in
            (error as? RegistryError)?.reason == "fixed"
        }
    }

    @Test("What others belong to is not deleted, and it is told how many they are")
    func inUse() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        for (key, words) in [
            (
                ObjectKey.telephonyServer(TelSysID(1)),
                "1 Partition, 1 integration entry and 1 user still belong to it; change or delete them first."
            ),
            (.partition(Self.leeds), "1 integration entry and 1 user still belong to it; change or delete them first."),
        ] {
            await #expect(throws: RegistryError.objectRefused(.inUse(words))) {
                _ = try await perform(.delete, key, on: registry)
            }
        }
        #expect(try await perform(.delete, Self.entry, on: registry).fate == .deleted)
        #expect(registry.snapshot.users["supervisor"]?.recordingPlayback == nil)
        _ = try await perform(.delete, .user("supervisor"), on: registry)
        _ = try await perform(.delete, .partition(Self.leeds), on: registry)
        #expect(try await perform(.delete, .telephonyServer(TelSysID(1)), on: registry).fate == .deleted)
        await #expect(throws: RegistryError.objectRefused(.absent(.telephonyServer(TelSysID(1))))) {
            _ = try await perform(.delete, .telephonyServer(TelSysID(1)), on: registry)
        }
    }

    @Test("A name is one user's in whatever spelling")
    func spellings() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let (composed, decomposed) = ("Jos\u{E9}", "Jose\u{301}")
        _ = try await perform(.put, .user(composed), "{}", if: ObjectConditions(), on: registry)
        let body = #"{"username":"\#(decomposed)","fullName":"José"}"#
        let outcome = try await perform(.put, .user(decomposed), body, on: registry)
        #expect(outcome.fate == .changed)
        #expect(registry.snapshot.users[composed]?.fullName == "José" && registry.snapshot.users.count == 3)
        await #expect {
            _ = try await registry.perform(
                ObjectChange(adding: json(#"{"username":"\#(decomposed)"}"#), to: .users),
                by: author
            )
        } throws: { error in
            (error as? RegistryError)?.reason == "alreadyExists"
        }
    }
}
