import Foundation
import Recordings
import Registry
import Testing

/// What an import does not say: members that are absent, null, empty, or `-1`.
struct ImportUnsaidTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    private static let server = Scope.telephonyServer(TelSysID(1))

    @Test(
        "What is not said of an existing scope stays; only -1 makes it wider",
        arguments: [
            ("", ExampleImport.leeds), (#""telSysID":null,"partIDInTelSys":null"#, ExampleImport.leeds),
            (#""telSysID":1"#, ExampleImport.leeds), (#""telSysID":1,"partIDInTelSys":null"#, ExampleImport.leeds),
            (#""telSysID":1,"partIDInTelSys":-1"#, server), (#""telSysID":-1"#, .applicationWide),
            (#""telSysID":-1,"partIDInTelSys":null"#, .applicationWide),
            (#""telSysID":-1,"partIDInTelSys":-1"#, .applicationWide), (#""partIDInTelSys":2"#, nil),
            (#""telSysID":null,"partIDInTelSys":2"#, nil), (#""partIDInTelSys":-1"#, nil),
            (#""telSysID":-1,"partIDInTelSys":2"#, nil), (#""telSysID":9"#, nil), (#""telSysID":"""#, nil),
            (#""telSysID":-2"#, nil), (#""telSysID":9,"partIDInTelSys":-1"#, .telephonyServer(TelSysID(9))),
        ] as [(String, Scope?)]
    )
    func scopes(_ members: String, _ expected: Scope?) throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let separator = members.isEmpty ? "" : ","
        let entry =
            #"{"callRecInts":[{"callRecIntGUID":"\#(ExampleImport.entry)","description":"Leeds"\#(separator)\#(members)}]}"#
        let user = #"{"users":[{"username":"supervisor","scope":{\#(members)}}]}"#
        for text in [entry, user] {
            if expected == nil {
                #expect(throws: RegistryError.self) { try registry.importFile(Data(text.utf8)) }
            } else {
                try registry.importFile(Data(text.utf8))
            }
        }
        #expect(registry.snapshot.entries[ExampleImport.entry]?.scope == expected ?? ExampleImport.leeds)
        #expect(registry.snapshot.users["supervisor"]?.scope == expected ?? ExampleImport.leeds)
    }

    @Test(
        "A user's scope that is absent, null or empty stays as it is",
        arguments: ["", #","scope":null"#, #","scope":{}"#]
    )
    func userScopes(_ member: String) throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        try registry.importFile(
            Data(#"{"users":[{"username":"supervisor"\#(member)},{"username":"new"\#(member)}]}"#.utf8)
        )
        #expect(registry.snapshot.users["supervisor"]?.scope == ExampleImport.leeds)
        #expect(registry.snapshot.users["new"]?.scope == .applicationWide)
    }

    @Test(
        "What is not said of a server, a Partition or a user's name stays, and rights do not",
        arguments: ["", #","NAME":null"#]
    )
    func members(_ member: String) throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        func unsaid(_ name: String) -> String { member.replacing("NAME", with: name) }
        let administrator = #"{"users":[{"username":"supervisor","fullName":"Sam","administrator":true}]}"#
        try registry.importFile(Data(administrator.utf8))
        let before = registry.snapshot
        let partition = try #require(before.partitions.values.first)
        let text = """
            {"telephonyServers":[{"telSysID":9\(unsaid("description"))\(unsaid("demonstrationSimulator"))}],
             "partitions":[{"partitionGUID":"\(partition.partitionGUID)","telSysID":\(partition.telSysID),
              "partIDInTelSys":\(partition.partIDInTelSys)\(unsaid("description"))}],
             "users":[{"username":"supervisor"\(unsaid("fullName"))\(unsaid("administrator"))}]}
            """
        try registry.importFile(Data(text.utf8))
        let after = registry.snapshot
        #expect(after.telephonyServers == before.telephonyServers)
        #expect(after.telephonyServers[TelSysID(9)]?.isDemonstrationSimulator == true)
        #expect(after.partitions == before.partitions)
        #expect(after.users["supervisor"]?.fullName == "Sam")
        #expect(after.users["supervisor"]?.isAdministrator == false)
    }

    @Test("What is new belongs to everything that is not narrowed")
    func new() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let cases: [(String, Scope)] = [
            ("", Scope.applicationWide), (#","telSysID":null"#, .applicationWide),
            (#","telSysID":-1"#, .applicationWide),
            (#","telSysID":1"#, Self.server), (#","telSysID":1,"partIDInTelSys":null"#, Self.server),
            (#","telSysID":1,"partIDInTelSys":-1"#, Self.server),
            (#","telSysID":1,"partIDInTelSys":2"#, ExampleImport.leeds),
        ]
        for (number, (members, expected)) in cases.enumerated() {
            let text = #"{"callRecInts":[{"callRecIntGUID":"new-\#(number)","description":"New"\#(members)}]}"#
            try registry.importFile(Data(text.utf8))
            #expect(registry.snapshot.entries[CallRecIntGUID("new-\(number)")]?.scope == expected, "\(members)")
        }
    }

    @Test(
        "Settings that are absent or null stay, and empty ones are cleared",
        arguments: [
            ("", "PLANTED-id1", "api.dubber.net/uk2"),
            (#","apiCommunicationSettings":null"#, "PLANTED-id1", "api.dubber.net/uk2"),
            (#","apiCommunicationSettings":{}"#, "PLANTED-id1", "api.dubber.net/uk2"),
            (
                #","apiCommunicationSettings":{"authUserID1":null,"ipAddrOrHost2":null}"#, "PLANTED-id1",
                "api.dubber.net/uk2"
            ),
            (#","apiCommunicationSettings":{"authUserID1":""}"#, "", "api.dubber.net/uk2"),
            (#","apiCommunicationSettings":{"authUserID1":"new","ipAddrOrHost2":""}"#, "new", ""),
        ]
    )
    func settings(_ member: String, _ credential: String, _ host: String) throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let text =
            #"{"callRecInts":[{"callRecIntGUID":"\#(ExampleImport.entry)","description":"Leeds Dubber"\#(member)}]}"#
        let summary = try registry.importFile(Data(text.utf8))
        let settings = try #require(registry.snapshot.entries[ExampleImport.entry]?.settings)
        #expect(settings.authUserID1.reveal() == credential)
        #expect(settings.ipAddrOrHost2 == host)
        #expect(settings.apiParameter2.reveal() == "PLANTED-p2")
        let isSame = credential == "PLANTED-id1"
        #expect(summary[.callRecInts].unchanged == (isSame ? 1 : 0), "nothing is forgotten for nothing")
    }

    @Test("The demonstration entry keeps settings that an import does not speak of")
    func demonstration() throws {
        let registry = try folder.open()
        defer { registry.close() }
        let guid = CallRecIntGUID.demonstrationSimulator.rawValue
        for member in [#","apiCommunicationSettings":{"ipAddrOrHost1":"demo.example"}"#, ""] {
            try registry.importFile(Data(#"{"callRecInts":[{"callRecIntGUID":"\#(guid)"\#(member)}]}"#.utf8))
        }
        #expect(registry.snapshot.entries[.demonstrationSimulator]?.settings.ipAddrOrHost1 == "demo.example")
    }
}
