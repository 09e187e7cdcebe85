internal import Foundation

/// A provider's address as an entry holds it: `host[:port][/path]`, such as `api.dubber.net/uk1`, optionally behind `http://` or
/// `https://`, and before `?listener=` with the e-mail address of who listens.
package struct HostField: Hashable, Sendable {
    /// What is wrong with a text that is not a host field.
    package enum Problem: String, Error, Hashable, Sendable {
        case tooLong = "is too long"
        case scheme = "has a scheme other than http:// or https://"
        case userInfo = "must not hold a user name or password; credentials have fields of their own"
        case queryOrFragment = "must not have a query or fragment, except ?listener= and an e-mail address"
        case characters = "has a character that cannot stand in an address, such as a space"
        case host = "has no valid host name"
        case port = "has a port that is not from 1 to 65535"
        case path = "has a path with empty, \".\" or \"..\" segments"

        /// What would be right; for the end of a sentence.
        package static let expected = "expected is host[:port][/path], such as api.dubber.net/uk1"
    }

    /// In characters.
    package static let maximumLength = 512

    /// The address without spaces around it; may be empty, for no host.
    package let text: String

    /// Accepts an empty text, and the shape above.
    ///
    /// - Throws: the first problem; the text is not in it, since a password may have been put there by mistake.
    package init(_ raw: String) throws(Problem) {
        text = raw.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty { try Self.check(text) }
    }

    private static func check(_ text: String) throws(Problem) {
        guard text.utf8.count <= maximumLength else { throw .tooLong }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }) else {
            throw .characters
        }
        let rest = try withoutScheme(text)
        let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard !rest.contains("#"), halves.dropFirst().allSatisfy(namesListener) else { throw .queryOrFragment }
        guard !halves[0].contains("@") else { throw .userInfo }
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        try checkAuthority(parts[0])
        // One slash at the end is harmless; elsewhere an empty segment is a slip.
        var segments = parts.dropFirst()
        if segments.last?.isEmpty == true { segments.removeLast() }
        guard !segments.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else { throw .path }
    }

    private static func namesListener(_ query: Substring) -> Bool {
        guard query.hasPrefix("listener="), let name = query.dropFirst("listener=".count).removingPercentEncoding else {
            return false
        }
        let parts = name.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?&#".utf8.contains($0) }
            }
    }

    private static func withoutScheme(_ text: String) throws(Problem) -> Substring {
        guard let separator = text.range(of: "://") else { return text[...] }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .scheme }
        return text[separator.upperBound...]
    }

    private static func checkAuthority(_ authority: Substring) throws(Problem) {
        let host: Substring
        let port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            host = authority[authority.index(after: authority.startIndex)..<end]
            guard !host.isEmpty, host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { throw .host }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .host }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw .host }
            host = parts[0]
            port = parts.count == 2 ? parts[1] : nil
            try checkName(host)
        }
        guard let port else { return }
        guard port.allSatisfy(\.isNumber), let number = UInt16(port), number > 0 else { throw .port }
    }

    /// Source: RFC 1123, section 2.1; underscores are let through because they occur.
    private static func checkName(_ name: Substring) throws(Problem) {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        guard areLabels, name.utf8.count <= 253 else { throw .host }
    }
}
