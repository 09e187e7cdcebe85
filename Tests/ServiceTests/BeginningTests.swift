import Foundation
import Testing

/// What a newcomer is given to begin with: the example of a registry, and the page that explains it.
@Suite("Beginning", .timeLimit(.minutes(2)))
struct BeginningTests {
    private let example = Repository.file("config/registry.json")

    @Test("The example of a registry is imported, and its users may hear what it says")
    func imports() async throws {
        let folder = try DataFolder()
        let data = ["--data", folder.path + "/data"]
        let imported = try await ResolverProcess.run(["import", example.path, "--create"] + data)
        #expect(imported.status == 0, "\(imported)")
        for line in [
            "telephonyServers: 2 added", "partitions: 1 added", "callRecInts: 2 added", "users: 3 added",
        ] {
            #expect(imported.output.contains(line), "\(imported.output)")
        }
        for (user, state) in [("supervisor", "notProbed"), ("leeds", "notProbed"), ("entries", "notAssigned")] {
            let words = ["explain", "--telsys", "1", "--start", "2026-11-20T09:15:03Z", "--probe", "none"]
            let outcome = try await ResolverProcess.run(words + ["--user", user] + data)
            #expect(outcome.output.contains("(\(state))"), "\(user): \(outcome)")
        }
    }

    @Test("A user whom an import names without a right has none, as the page says of who leaves")
    func leaves() async throws {
        let folder = try DataFolder()
        let data = ["--data", folder.path + "/data"]
        #expect(try await ResolverProcess.run(["import", example.path, "--create"] + data).status == 0)
        try folder.write(Data(#"{"users":[{"username":"supervisor"}]}"#.utf8), to: "leaving.json")
        #expect(try await ResolverProcess.run(["import", folder.path + "/leaving.json"] + data).status == 0)
        let words = ["explain", "--user", "supervisor", "--telsys", "1", "--start", "2026-11-20T09:15:03Z"]
        #expect(try await ResolverProcess.run(words + ["--probe", "none"] + data).output.contains("(notAssigned)"))
    }

    @Test("The page explains every key of the example, and the one that it leaves out")
    func keys() throws {
        let page = try String(
            contentsOf: Repository.file("Sources/Service/Documentation.docc/Beginning.md"),
            encoding: .utf8
        )
        let keys = Self.keys(of: try JSONSerialization.jsonObject(with: Data(contentsOf: example)))
        #expect(keys.count > 20)
        for key in keys.union(["password"]) { #expect(page.contains("`\(key)`"), "\(key)") }
    }

    private static func keys(of value: Any) -> Set<String> {
        switch value {
        case let object as [String: Any]:
            object.reduce(into: Set(object.keys)) { $0.formUnion(keys(of: $1.value)) }
        case let list as [Any]: list.reduce(into: []) { $0.formUnion(keys(of: $1)) }
        default: []
        }
    }
}
