/// The documented configuration: every key with its default, as YAML, written from what the keys say of themselves.
package enum ConfigurationDocument {
    private static let maximumColumns = 120
    private static let introduction = """
        Every key with its default, as `playback-resolver config print` writes it. In brackets stands what is right for a key; where it says \
        live, a changed value counts once the service is told to read its configuration again (SIGHUP), and the others wait for a restart. \
        The environment overrides a key: RESOLVER_ and the key in upper snake case, so that http.port becomes RESOLVER_HTTP_PORT; flags of \
        the command line override both. An unknown key or a bad value is an error at the start.
        """

    /// The whole file; secrets in it are empty.
    package static let yaml = lines.joined(separator: "\n") + "\n"

    private static var lines: [String] {
        var lines = comment(introduction, depth: 0)
        var groups: [Substring] = []
        for key in ConfigurationKey.all {
            let path = key.name.split(separator: ".")
            let common = zip(groups, path.dropLast()).prefix { $0 == $1 }.count
            if common == 0 { lines.append("") }
            for depth in common..<path.count - 1 { lines.append(indentation(depth) + path[depth] + ":") }
            groups = path.dropLast()
            lines += comment("\(key.help) [\(key.rule)]", depth: groups.count)
            lines.append(indentation(groups.count) + "\(path[groups.count]): \(key.defaultInYAML)")
        }
        return lines
    }

    private static func indentation(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    /// The lines of a comment, broken between words.
    private static func comment(_ text: String, depth: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= maximumColumns {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(indentation(depth) + "# " + word)
            }
        }
        return lines
    }
}

extension ConfigurationKey {
    /// What is right for it, and whether a change counts at once.
    fileprivate var rule: String {
        switch effect {
        case .restart: expectation
        case .reload: "\(expectation); live"
        case .reloadOfTLS: "\(expectation); live, but for switching TLS on or off"
        }
    }

    fileprivate var defaultInYAML: String {
        let text = isSecret ? "" : get(ServiceConfiguration())
        if isList {
            return "[" + text.split(separator: ",").map { Self.scalar(String($0)) }.joined(separator: ", ") + "]"
        }
        return Self.scalar(text)
    }

    /// A value as YAML reads it back: in quotes where it is empty, or has characters that mean something there.
    private static func scalar(_ text: String) -> String {
        guard text.contains(#/^[A-Za-z0-9.\/][A-Za-z0-9.\/_-]*$/#) else {
            let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\"\(escaped)\""
        }
        return text
    }
}
