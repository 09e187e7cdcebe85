internal import Configuration
internal import Foundation
internal import SystemPackage
internal import Yams

/// Reads the configuration: flags over environment over file over defaults.
package struct ConfigurationLoader: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - file: a YAML file's path, or `nil` for none.
    ///   - flags: values by key, such as `http.port`.
    /// - Returns: the whole configuration.
    /// - Throws: ``ConfigurationError`` for a missing file, an unknown key or a bad value.
    package func load(file: String?, flags: [String: String] = [:]) async throws -> ServiceConfiguration {
        var providers: [any ConfigProvider] = [
            InMemoryProvider(
                values: Dictionary(
                    uniqueKeysWithValues: flags.map {
                        (AbsoluteConfigKey(Self.path($0.key)), ConfigValue(stringLiteral: $0.value))
                    }
                )
            ),
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: [String(ConfigurationKey.variablePrefix.dropLast()).lowercased()]),
        ]
        try checkVariables()
        try checkFlags(flags)
        if let file, try checkKeys(ofFile: file) {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw ConfigurationError.fileUnreadable(path: file, problem: "\(error)")
            }
        }
        let reader = ConfigReader(providers: providers)
        var configuration = ServiceConfiguration()
        for key in ConfigurationKey.all {
            guard let text = Self.text(of: key, in: reader) else { continue }
            guard key.set(text, &configuration) else {
                throw ConfigurationError.badValue(
                    key: key.name,
                    value: key.isSecret ? "***" : text,
                    expectation: key.expectation
                )
            }
        }
        return configuration
    }

    private static func path(_ name: String) -> [String] {
        name.split(separator: ".").map(String.init)
    }

    /// A list may be written as one text too: that is what the environment and flags can hold.
    private static func text(of key: ConfigurationKey, in reader: ConfigReader) -> String? {
        let path = ConfigKey(path(key.name))
        if let text = reader.string(forKey: path) { return text }
        return key.isList ? reader.stringArray(forKey: path)?.joined(separator: ",") : nil
    }

    private func checkVariables() throws(ConfigurationError) {
        let known = Set(ConfigurationKey.all.map(\.variable))
        for name in environment.keys.sorted() where name.hasPrefix(ConfigurationKey.variablePrefix) {
            guard !known.contains(name) else { continue }
            throw .unknownKey(name, place: "in the environment", nearest: Self.nearest(to: name, of: known))
        }
    }

    private func checkFlags(_ flags: [String: String]) throws(ConfigurationError) {
        let known = Set(ConfigurationKey.all.map(\.name))
        for name in flags.keys.sorted() where !known.contains(name) {
            throw .unknownKey(name, place: "a flag", nearest: Self.nearest(to: name, of: known))
        }
    }

    /// - Returns: whether the file sets anything; one of comments only does not.
    private func checkKeys(ofFile file: String) throws(ConfigurationError) -> Bool {
        guard let data = FileManager.default.contents(atPath: file) else { throw .fileMissing(path: file) }
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(decoding: data, as: UTF8.self))
        } catch {
            throw .fileUnreadable(path: file, problem: "\(error)")
        }
        guard let root else { return false }
        guard let mapping = root.mapping else {
            throw .fileUnreadable(path: file, problem: "it holds no keys")
        }
        try checkKeys(of: mapping, prefix: "", file: file)
        return true
    }

    private func checkKeys(of mapping: Node.Mapping, prefix: String, file: String) throws(ConfigurationError) {
        let known = Set(ConfigurationKey.all.map(\.name))
        for (key, value) in mapping {
            let name = prefix + (key.string ?? "?")
            let isGroup = known.contains { $0.hasPrefix(name + ".") }
            if let inner = value.mapping, isGroup {
                try checkKeys(of: inner, prefix: name + ".", file: file)
            } else if isGroup, value.null != nil {
                continue
            } else if !known.contains(name) {
                let line = key.mark.map { ", line \($0.line)" } ?? ""
                throw .unknownKey(name, place: file + line, nearest: Self.nearest(to: name, of: known))
            } else if value.scalar == nil, !Self.isTextList(value, for: name) {
                throw .badValue(key: name, value: "…", expectation: "a single value")
            }
        }
    }

    private static func isTextList(_ value: Node, for name: String) -> Bool {
        guard let items = value.sequence, items.allSatisfy({ $0.scalar != nil }) else { return false }
        return ConfigurationKey.all.contains { $0.name == name && $0.isList }
    }

    /// The known name that differs least, if one is close.
    private static func nearest(to name: String, of known: Set<String>) -> String? {
        let scored = known.map { (name: $0, distance: distance(Array($0.lowercased()), Array(name.lowercased()))) }
        guard let best = scored.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }), best.distance <= 4 else {
            return nil
        }
        return best.name
    }

    /// Insertions, deletions and replacements that turn one text into the other.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let cost = diagonal + (character == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(cost, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
