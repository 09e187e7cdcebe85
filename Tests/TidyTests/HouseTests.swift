import Foundation
import Testing

/// The folders of the large modules, and what stands in each: a folder leans on those below it alone, and each rule has one place.
@Suite("The house") struct HouseTests {
    /// The folders of a module from the ground up; `Architecture.md` says what each is for.
    private static let folders: [String: [String]] = [
        "Service": [
            "Answers", "Errors", "Logging", "Settings",
            "SignedAddresses", "Counting", "SigningIn", "Limits",
            "Playing", "Connections", "EventLoop", "Serving", "Requests", "Endpoints", "AudioRoute", "Waveforms",
            "Availability", "Explanation", "Administration", "Webhooks", "OpenIDConnect", "Console", "XML", "OpenAPI",
            "Running", "Commands",
        ],
        "Dubber": [
            "Words", "Hosts", "Quota", "Wire", "SigningIn", "Calls", "Parties", "Matching", "Index", "Kept", "Reading",
            "Finding", "Audio", "Provider",
        ],
        "SliceCache": ["Words", "Deciding", "Disk", "Fetching", "Recording", "Admitting", "Cache"],
        "WebServices": ["Words", "XML", "Messages", "SOAP", "Sessions", "Entries", "Operations", "Endpoint"],
        "Registry": [
            "Words", "Keys", "Tables", "Opening", "Contents", "Import", "Objects", "Changes", "Listing",
        ],
    ]
    private static let maximumFunctionLines = 70
    /// A body of so many lines is no coincidence.
    private static let minimumRepeatedLines = 3

    @Test("A folder leans only on those below it", arguments: folders.keys.sorted())
    func arrows(module: String) throws {
        let order = try #require(Self.folders[module])
        let files = try SourceFile.all(below: "Sources/\(module)")
        var homes: [Substring: String] = [:]
        for file in files {
            #expect(order.contains(file.folder), "\(file.path) is in no folder that has a place")
            for type in file.types { homes[type] = file.folder }
        }
        let heights = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var arrows: [String: Set<String>] = [:]
        for file in files {
            for word in file.words {
                guard let home = homes[word], home != file.folder else { continue }
                arrows[file.folder, default: []].insert(home)
                #expect(
                    heights[home, default: 0] < heights[file.folder, default: 0],
                    "\(file.path) uses \(word) of \(home)"
                )
            }
        }
        for folder in order.reversed() {
            let below = arrows[folder, default: []].sorted { heights[$0, default: 0] > heights[$1, default: 0] }
            print("\(module)/\(folder) leans on \(below.isEmpty ? "nothing" : below.joined(separator: ", "))")
        }
    }

    @Test("Nothing gets onto the service's router but as an endpoint, which says who may ask it")
    func router() throws {
        for file in try SourceFile.all(below: "Sources/Service") where file.folder != "Endpoints" {
            let line = file.line(of: #/\brouter\.(?:get|head|post|put|patch|delete|on|group)\b/#)
            #expect(line == nil, "\(file.path):\(line ?? 0)")
        }
    }

    @Test("No function is longer than a page", arguments: ["Sources", "Tests"])
    func lengths(folder: String) throws {
        for file in try SourceFile.all(below: folder) {
            for function in file.functions {
                #expect(function.lines <= Self.maximumFunctionLines, "\(file.path):\(function.line)")
            }
        }
    }

    @Test("No function is written twice")
    func repetitions() throws {
        var places: [String: [String]] = [:]
        for file in try SourceFile.all(below: "Sources") + SourceFile.all(below: "Tests") {
            for function in file.functions where function.body.count >= Self.minimumRepeatedLines {
                let body = function.body.joined(separator: "\n")
                places[body, default: []].append("\(file.path):\(function.line)")
            }
        }
        for same in places.values where same.count > 1 { Issue.record("the same function: \(same.sorted())") }
    }
}

/// A source file, as far as its layout tells: the formatter puts what is declared in a file at the start of a line.
private struct SourceFile {
    struct Function {
        let line: Int
        let lines: Int
        /// Without indentation.
        let body: [Substring]
    }

    let path: String
    /// Below the module's own.
    let folder: String
    private let lines: [Substring]

    static func all(below folder: String) throws -> [SourceFile] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let start = root.appending(path: folder)
        return try FileManager.default.subpathsOfDirectory(atPath: start.path).filter { $0.hasSuffix(".swift") }
            .sorted()
            .map { name in
                let text = String(decoding: try Data(contentsOf: start.appending(path: name)), as: UTF8.self)
                return SourceFile(
                    path: "\(folder)/\(name)",
                    folder: String(name.prefix { $0 != "/" }),
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)
                )
            }
    }

    /// The first line in which something stands, counted from 1.
    func line(of pattern: some RegexComponent) -> Int? {
        lines.firstIndex { $0.contains(pattern) }.map { $0 + 1 }
    }

    /// What it declares for others of its module.
    var types: [Substring] {
        lines.compactMap { line in
            // Words, or attributes: whatever else begins a line declares no type.
            guard let first = line.utf8.first, first >= UInt8(ascii: "@"), first != UInt8(ascii: "}") else {
                return nil
            }
            let declaration =
                #/^(?:@\w+ )*(?:(?:package|public|internal|final|indirect) )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/#
            return line.firstMatch(of: declaration)?.1
        }
    }

    /// The words that could be types, without those of comments and texts.
    var words: Set<Substring> {
        var words: Set<Substring> = []
        for line in lines {
            var rest = line.utf8[...]
            var isText = false
            while let byte = rest.first {
                let word = rest.prefix(while: Self.isOfWord)
                if byte == UInt8(ascii: "/"), !isText, rest.dropFirst().first == byte { break }
                if byte == UInt8(ascii: "\"") { isText.toggle() }
                if byte == UInt8(ascii: "\\") { rest = rest.dropFirst() }
                if !isText, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) { words.insert(Substring(word)) }
                rest = rest.dropFirst(max(1, word.count))
            }
        }
        return words
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    var functions: [Function] {
        var functions: [Function] = []
        for (start, line) in lines.enumerated() {
            let words = line.drop { $0 == " " }
            guard words.contains("func ") || words.contains("init"),
                words.contains(#/^(?:@\w+ )*(?:[a-z]+(?:\(set\))? )*(?:func \w+|init\??)\b/#)
            else { continue }
            let indentation = line.prefix { $0 == " " }
            guard let opening = lines[start...].firstIndex(where: { $0.hasSuffix("{") || $0.hasSuffix("}") }),
                lines[opening].hasSuffix("{"),
                let closing = lines[(opening + 1)...].firstIndex(where: { $0.hasPrefix(indentation + "}") })
            else { continue }
            let body = lines[(opening + 1)..<closing].map { $0.drop { $0 == " " } }
            functions.append(Function(line: start + 1, lines: closing - start + 1, body: body))
        }
        return functions
    }
}
