import Dubber
import Foundation
import Logging
import Service
import SliceCache
import Testing
import Transport

/// Where settings come from, and what is said of wrong ones.
@Suite("Configuration")
struct ConfigurationTests {
    /// The documented file of this repository.
    private static let documentedFile = Repository.file("config/playback-resolver.yaml").path

    private func load(
        yaml: String? = nil,
        environment: [String: String] = [:],
        flags: [String: String] = [:]
    ) async throws -> ServiceConfiguration {
        let folder = try DataFolder()
        if let yaml { try folder.write(Data(yaml.utf8), to: "resolver.yaml") }
        return try await ConfigurationLoader(environment: environment)
            .load(file: yaml == nil ? nil : folder.path + "/resolver.yaml", flags: flags)
    }

    private func yaml(_ name: String, _ value: String) -> String {
        let parts = name.split(separator: ".")
        let groups = parts.dropLast().enumerated().map { String(repeating: "  ", count: $0) + "\($1):\n" }
        return groups.joined() + String(repeating: "  ", count: parts.count - 1)
            + "\(parts[parts.count - 1]): \(value)\n"
    }

    /// The error that a load ends with.
    private func error(
        yaml: String? = nil,
        environment: [String: String] = [:],
        flags: [String: String] = [:]
    ) async throws -> ConfigurationError? {
        await #expect(throws: ConfigurationError.self) {
            _ = try await load(yaml: yaml, environment: environment, flags: flags)
        }
    }

    @Test("the documented file holds every key, each with its default")
    func documentedDefaults() async throws {
        let configuration = try await ConfigurationLoader(environment: [:]).load(file: Self.documentedFile)
        #expect(values(configuration) == values(ServiceConfiguration()))
        let text = String(decoding: try Data(contentsOf: URL(filePath: Self.documentedFile)), as: UTF8.self)
        var groups: [Substring] = []
        var documented: [String] = []
        for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
            let depth = line.prefix { $0 == " " }.count / 2
            let name = line.drop { $0 == " " }.prefix { $0 != ":" }
            groups = groups.prefix(depth) + [name]
            if !line.hasSuffix(":") { documented.append(groups.joined(separator: ".")) }
        }
        #expect(documented.sorted() == Self.keys.map(\.name).sorted())
    }

    @Test("the documented file is what the keys say of themselves")
    func documentedFile() throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: Self.documentedFile)), as: UTF8.self)
        #expect(text == ConfigurationDocument.yaml)
    }

    @Test("without a file the defaults stand")
    func defaults() async throws {
        #expect(values(try await load()) == values(ServiceConfiguration()))
    }

    @Test("each key can be set in the file, in the environment and by a flag", arguments: keys)
    func eachKey(name: String, variable: String, value: String) async throws {
        #expect(values(ServiceConfiguration())[name] != value)
        #expect(values(try await load(yaml: yaml(name, value)))[name] == value)
        #expect(values(try await load(environment: [variable: value]))[name] == value)
        #expect(values(try await load(flags: [name: value]))[name] == value)
        let expected = values(ServiceConfiguration()).merging([name: value]) { $1 }
        #expect(values(try await load(environment: [variable: value])) == expected)
    }

    @Test("the environment overrides the file, and flags override both")
    func order() async throws {
        let yaml = "http:\n  port: 1001\n  host: a.example\ndata:\n  directory: /file\n"
        let environment = ["RESOLVER_HTTP_PORT": "1002", "RESOLVER_HTTP_HOST": "b.example"]
        let configuration = try await load(yaml: yaml, environment: environment, flags: ["http.port": "1003"])
        #expect(configuration.port == 1_003)
        #expect(configuration.host == "b.example")
        #expect(configuration.dataDirectory == "/file")
    }

    @Test(
        "an unknown key in the file is named with its line and the nearest key",
        arguments: [
            ("http:\n  port: 1\n  pubicBaseURL: x\n", "http.pubicBaseURL", "line 3", "http.publicBaseURL"),
            ("cache:\n  sliceByte: 65536\n", "cache.sliceByte", "line 2", "cache.sliceBytes"),
            ("htp:\n  port: 1\n", "htp", "line 1", nil), ("port: 8080\n", "port", "line 1", nil),
        ] as [(String, String, String, String?)]
    )
    func unknownKey(yaml: String, name: String, line: String, nearest: String?) async throws {
        guard case .unknownKey(let found, let place, let hint)? = try await error(yaml: yaml) else {
            Issue.record("another error")
            return
        }
        #expect(found == name)
        #expect(place.hasSuffix(line))
        if let nearest { #expect(hint == nearest) }
    }

    @Test("an unknown variable of ours is an error with the nearest one; others are none of our business")
    func unknownVariable() async throws {
        let found = try await error(environment: ["RESOLVER_HTTP_PROT": "1"])
        #expect(
            found == .unknownKey("RESOLVER_HTTP_PROT", place: "in the environment", nearest: "RESOLVER_HTTP_PORT")
        )
        #expect(
            values(try await load(environment: ["PATH": "/bin", "HTTP_PORT": "1"])) == values(ServiceConfiguration())
        )
    }

    @Test("an unknown flag is an error")
    func unknownFlag() async throws {
        guard case .unknownKey(let name, _, let nearest)? = try await error(flags: ["http.prot": "1"]) else {
            Issue.record("another error")
            return
        }
        #expect(name == "http.prot")
        #expect(nearest == "http.port")
    }

    @Test(
        "a bad value is named with what would be right, wherever it comes from",
        arguments: [
            ("http.port", "65536"), ("http.port", "-1"), ("http.port", "eighty"), ("http.port", "80.5"),
            ("http.port", ""),
            ("http.publicBaseURL", "calls.example.com"), ("http.publicBaseURL", "https://calls.example.com/"),
            ("features.callRecordingIntegration", "perhaps"), ("cache.maxBytes", "10 GB"), ("cache.sliceBytes", "1"),
            ("dubber.requestsPerSecond", "0"), ("dubber.listener", "nobody"), ("log.level", "loud"),
            ("data.directory", ""), ("playback.urlLifetimeSeconds", "99999999999999999999"),
        ]
    )
    func badValue(name: String, value: String) async throws {
        let variable = try #require(Self.keys.first { $0.name == name }).variable
        for found in [
            try await error(yaml: yaml(name, "\"\(value)\"")), try await error(environment: [variable: value]),
            try await error(flags: [name: value]),
        ] {
            guard case .badValue(let key, let said, let expectation)? = found else {
                Issue.record("another error: \(String(describing: found))")
                continue
            }
            #expect(key == name)
            #expect(said == value)
            #expect(!expectation.isEmpty)
        }
    }

    @Test("a key with a list or a group for its value is a bad value", arguments: ["[1, 2]", "{a: 1}"])
    func wrongKind(value: String) async throws {
        guard case .badValue(let key, _, _)? = try await error(yaml: yaml("http.port", value)) else {
            Issue.record("another error")
            return
        }
        #expect(key == "http.port")
    }

    @Test("origins may be listed one by one, or as one text")
    func listOfOrigins() async throws {
        let expected = ["https://a.example", "https://b.example"]
        for text in ["[https://a.example, 'https://b.example']", "\n    - https://a.example\n    - https://b.example"] {
            let configuration = try await load(yaml: yaml("http.allowedOrigins", text))
            #expect(configuration.allowedOrigins == expected)
        }
        let text = try await load(environment: ["RESOLVER_HTTP_ALLOWED_ORIGINS": "https://a.example, https://b.example"]
        )
        #expect(text.allowedOrigins == expected)
        #expect(try await load(yaml: yaml("http.allowedOrigins", "[]")).allowedOrigins == [])
    }

    @Test(
        "what is no origin as browsers send it is refused",
        arguments: [
            "*", "null", "a.example", "https://", "https://a.example/", "https://a.example/path", "https://*.example",
            "https://A.example", "https://a.example:443", "http://a.example:80", "https://a.example:x",
            "https://a.example:08443", "https://u@a.example", "ftp://a.example", "https://a.example:1:2",
        ]
    )
    func badOrigin(text: String) async throws {
        for yaml in [yaml("http.allowedOrigins", "\"\(text)\""), yaml("http.allowedOrigins", "[\"\(text)\"]")] {
            guard case .badValue("http.allowedOrigins", _, _)? = try await error(yaml: yaml) else {
                Issue.record("another error")
                continue
            }
        }
    }

    @Test("a file that is missing, or no YAML, is a clear error")
    func unreadable() async throws {
        let missing = await #expect(throws: ConfigurationError.self) {
            _ = try await ConfigurationLoader(environment: [:]).load(file: "/nowhere/resolver.yaml")
        }
        #expect(missing == .fileMissing(path: "/nowhere/resolver.yaml"))
        for text in ["http: [", "just words", "- a\n- b\n"] {
            guard case .fileUnreadable? = try await error(yaml: text) else {
                Issue.record("another error for \(text)")
                continue
            }
        }
    }

    @Test("a file of comments only sets nothing", arguments: ["", "# nothing\n", "http:\n"])
    func emptyFile(text: String) async throws {
        #expect(values(try await load(yaml: text)) == values(ServiceConfiguration()))
    }

    @Test("numbers, words and switches may be written with or without quotes")
    func quoting() async throws {
        let configuration = try await load(
            yaml: "http:\n  port: \"1001\"\nfeatures:\n  callRecordingIntegration: \"false\"\ndubber:\n  listener: ''\n"
        )
        #expect(configuration.port == 1_001)
        #expect(!configuration.isFeatureEnabled)
        #expect(configuration.dubber.listener == nil)
    }
}
