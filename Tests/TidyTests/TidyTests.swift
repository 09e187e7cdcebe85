import Foundation
import Testing

/// What compiler and formatter do not see: who may import whom, words that have no place here, paths that the README names.
@Suite struct TidyTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The modules of ours that each module may import; the design's table.
    private static let permitted: [String: Set<String>] = [
        "Sharing": [],
        "ByteRanges": [],
        "Recordings": [],
        "Storage": [],
        "Postgres": ["CPostgres"],
        "Resolution": ["Recordings"],
        "Transport": ["ByteRanges", "CCurl"],
        "Registry": ["CWriteAheadLog", "Recordings", "Sharing", "Storage"],
        "PlaybackAudit": ["Recordings", "Sharing", "Storage"],
        "PrometheusMetrics": [],
        "Dubber": ["Recordings", "Sharing", "Storage", "Transport"],
        "SliceCache": ["ByteRanges", "CChecksum", "CPageCache", "Recordings", "Storage", "Transport"],
        "WebServices": ["Recordings", "Registry", "Sharing"],
        "DubberSimulator": ["ByteRanges", "Sharing"],
        "Console": ["Recordings"],
        "ExampleCompany": ["Recordings"],
        "CallCorpus": ["Recordings", "Sharing"],
        "Service": [
            "ByteRanges", "CZlib", "Console", "Dubber", "PlaybackAudit", "PrometheusMetrics", "Recordings", "Registry",
            "Resolution", "Sharing", "SliceCache", "Storage", "Transport", "Waveform", "WebServices",
        ],
        "Demonstration": [
            "Console", "Dubber", "DubberSimulator", "ExampleCompany", "Recordings", "Registry", "Service", "Sharing",
            "Transport",
        ],
        "Waveform": ["CMpg123"],
    ]

    private static func files(below folder: String, ending: String) throws -> [URL] {
        let start = root.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: start.path)
        return names.filter { $0.hasSuffix(ending) }.sorted().map { start.appending(path: $0) }
    }

    private static func text(_ file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    @Test("A module imports only the modules that the design lets it", arguments: permitted.keys.sorted())
    func imports(_ module: String) throws {
        let ours = Set(Self.permitted.keys).union([
            "CChecksum", "CCurl", "CMpg123", "CPageCache", "CPostgres", "CWriteAheadLog", "CZlib",
        ])
        let allowed = try #require(Self.permitted[module])
        for file in try Self.files(below: "Sources/\(module)", ending: ".swift") {
            for line in try Self.text(file).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let position = words.firstIndex(of: "import"), position <= 1, position + 1 < words.count else {
                    continue
                }
                let imported = String(words[position + 1])
                guard ours.contains(imported) else { continue }
                #expect(allowed.contains(imported), "\(file.lastPathComponent) of \(module) imports \(imported)")
            }
        }
    }

    @Test("What must not stand in the sources does not")
    func banned() throws {
        // Written in two halves, so that this file does not find itself.
        let banned = [
            "TO" + "DO", "FIX" + "ME", "fatal" + "Error(", "try" + "!", ".dis" + "abled(",
        ]
        for folder in ["Sources", "Tests"] {
            for file in try Self.files(below: folder, ending: ".swift") {
                let text = try Self.text(file)
                for word in banned {
                    #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
                }
            }
        }
    }

    @Test("Nothing is decided by the text of a reason, which is for logs and answers")
    func reasons() throws {
        for file in try Self.files(below: "Sources", ending: ".swift") {
            let decides = try Self.text(file).contains(/reason [!=]= "/)
            #expect(!decides, "\(file.lastPathComponent) decides by the text of a reason")
        }
    }

    @Test("No test waits for time to pass, nor by turning in circles; one helper looks from time to time")
    func sleepless() throws {
        for file in try Self.files(below: "Tests", ending: ".swift") where file.lastPathComponent != "Until.swift" {
            let text = try Self.text(file)
            #expect(!text.contains("Task." + "sleep"), "\(file.lastPathComponent) sleeps")
            #expect(
                !text.contains(#/while [^\n]*\{\s*await Task\.yield\(\)/#),
                "\(file.lastPathComponent) turns in circles"
            )
        }
    }

    @Test("Every path that the README names exists")
    func readme() throws {
        let text = try Self.text(Self.root.appending(path: "README.md"))
        let links = text.matches(of: #/\]\(([^)#:]+)\)/#).map { String($0.output.1) }
        #expect(links.count > 10)
        for path in links + ["scripts/run", "scripts/test"] {
            #expect(
                FileManager.default.fileExists(atPath: Self.root.appending(path: path).path),
                "README names \(path)"
            )
        }
    }
}
