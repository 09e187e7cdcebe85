import Foundation
import Recordings
import Registry
import Testing

/// What is said of an object's members, wherever it stands among others that are as they should be.
struct ImportMembersTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    /// A user, and where what is wrong with it is, with a word of what is said; `nil` for one that is taken.
    static let users: [(user: String, fault: (path: String, says: String)?)] = [
        (#"{"username":"x","colour":1}"#, ("colour", "not known")),
        (#"{"colour":1}"#, ("colour", "not known")),
        // As many members as are expected.
        (#"{"username":"x","username":"x","colour":1}"#, ("colour", "not known")),
        (#"{"username":"x","fullName":null,"colour":null}"#, ("colour", "not known")),
        (#"{"username":"x","colour":"a:b"}"#, ("colour", "not known")),
        (#"{"username":"x","scope":null,"colour":{}}"#, ("colour", "not known")),
        (#"{"username":"x","colour":{"username":"y"}}"#, ("colour", "not known")),
        (#"{"username":"x","scope":{"telSysID":1,"colour":1}}"#, ("scope.colour", "not known")),
        (#"{"username":"x","scope":{"telSysID":1,"scope":{}}}"#, ("scope.scope", "not known")),
        (#"{"username":"x","":1}"#, ("", "not known")),
        (#"{"username":"x","Username":"y"}"#, ("Username", "not known")),
        (#"{"username":"x","zebra":1,"colour":1}"#, ("colour", "not known")),
        // A fault of a value beside it is found second.
        (#"{"username":"","colour":1}"#, ("colour", "not known")),
        (#"{"username":"x"}"#, nil),
        (#"{ "username" : "x" , "fullName" : "n" }"#, nil),
        (#"{"username":"x: \"y\": {z}","fullName":"a:b:c\\"}"#, nil),
        (#"{"user\u006eame":"x"}"#, nil),
        (#"{"username":"x","scope":{},"administrator":true}"#, nil),
        (
            #"{"username":"x","fullName":null,"scope":null,"recordingPlayback":null,"administrator":null,"password":null}"#,
            nil
        ),
        // A number of every kind.
        (#"{"username":"x","scope":{"telSysID":1}}"#, nil),
        (#"{"username":"x","scope":{"telSysID":1.0}}"#, nil),
        (#"{"username":"x","scope":{"telSysID":10e-1}}"#, nil),
        (#"{"username":"x","scope":{"telSysID":-1}}"#, nil),
        (#"{"username":"x","scope":{"telSysID":null}}"#, nil),
        (#"{"username":"x","scope":{"telSysID":1.5}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":-2}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":2147483648}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":9223372036854775808}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":1e300}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":"1"}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":true}}"#, ("scope.telSysID", "a whole number")),
        (#"{"username":"x","scope":{"telSysID":[1]}}"#, ("scope.telSysID", "a whole number")),
    ]

    @Test("A member that is not expected is told, whatever stands beside it", arguments: users.indices)
    func members(_ index: Int) throws {
        let (user, fault) = Self.users[index]
        let registry = try folder.open()
        defer { registry.close() }
        let others = (0..<40).map { #"{"username":"user \#($0)","scope":{"telSysID":1},"fullName":"N"}"# }
        let users = others.prefix(20) + [user] + others.suffix(20)
        let document = #"{"telephonyServers":[{"telSysID":1}],"users":["# + users.joined(separator: ",\n") + "]}"
        try expect(fault, at: "users[20]", taking: document, into: registry)
        // Line by line the server is there already, or comes again.
        let lines = [#"{"telephonyServer":{"telSysID":1}}"#] + users.map { "{\"user\":\($0)}" }
        try expect(fault, at: "user", taking: lines.joined(separator: "\n"), into: registry)
    }

    /// An object of each other kind with a member that is not expected, and where that is.
    static let others = [
        (#"{"telephonyServers":[{"telSysID":1},{"telSysID":2,"colour":1}]}"#, "telephonyServers[1].colour"),
        (
            #"{"telephonyServers":[{"telSysID":1}],"partitions":[{"partitionGUID":"p","telSysID":1,"partIDInTelSys":2,"colour":1}]}"#,
            "partitions[0].colour"
        ),
        (#"{"callRecInts":[{"callRecIntGUID":"e","description":"d","colour":1}]}"#, "callRecInts[0].colour"),
        (
            #"{"callRecInts":[{"callRecIntGUID":"e","description":"d","apiCommunicationSettings":{"colour":1}}]}"#,
            "callRecInts[0].apiCommunicationSettings.colour"
        ),
        (
            #"{"callRecInts":[{"callRecIntGUID":"d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000","description":{"colour":1},"x":1}]}"#,
            "callRecInts[0].x"
        ),
        (#"{"delete":{"user":"x","colour":1}}"#, "delete.colour"),
        (#"{"delete":{"user":"x"},"colour":1}"#, "colour"),
    ]

    @Test("A member that is not expected is told of every kind of object", arguments: others.indices)
    func kinds(_ index: Int) throws {
        let (file, expected) = Self.others[index]
        let registry = try folder.open()
        defer { registry.close() }
        let error = #expect(throws: RegistryError.self) { try registry.importFile(Data(file.utf8)) }
        guard case .importRefused(_, let path, let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == expected)
        #expect(problem.contains("not known"), "\(problem)")
    }

    private func expect(
        _ fault: (path: String, says: String)?,
        at place: String,
        taking file: String,
        into registry: Registry
    ) throws {
        guard let fault else {
            try registry.importFile(Data(file.utf8))
            #expect(registry.snapshot.users.count == 41)
            return
        }
        let error = #expect(throws: RegistryError.self) { try registry.importFile(Data(file.utf8)) }
        guard case .importRefused(_, let path, let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == "\(place).\(fault.path)")
        #expect(problem.contains(fault.says), "\(problem)")
        #expect(registry.snapshot.users.isEmpty)
    }
}
