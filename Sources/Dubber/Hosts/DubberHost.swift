internal import Foundation
package import Recordings

/// A host field, understood: where the API of one region is, and whose recordings are meant.
///
/// Source: Dubber API, Base (A): `https://<IPAddrOrHost>/v1`, where IPAddrOrHost is a host plus a region path without a scheme.
package struct DubberHost: Hashable, Sendable {
    /// The longest host field that is accepted, in bytes.
    package static let maximumLength = 512

    /// Host and region without the account, such as `api.dubber.net/uk1`: what health and quota are kept by.
    package let name: String
    /// Such as `https://api.dubber.net/uk1/v1`, without a slash at the end.
    package let baseURL: String
    /// The account of a field such as `api.dubber.net/uk1/accounts/acme`; `nil` when `/profile` must tell.
    package let account: String?
    /// The e-mail address of a field such as `api.dubber.net/uk1/accounts/acme?listener=pat@example.com`: who listens to that account's
    /// recordings; `nil` takes the configured one.
    package let listener: String?

    /// Reads a host field.
    ///
    /// - Parameters:
    ///   - field: with or without `https://`; with `http://` where that is allowed.
    ///   - allowPlainHTTP: as the egress rules have it.
    /// - Throws: ``ProviderFailure/hostNotUsable``.
    package init(field: String, allowPlainHTTP: Bool) throws(ProviderFailure) {
        guard field.utf8.count <= Self.maximumLength,
            let (scheme, rest) = Self.splitScheme(field, allowPlainHTTP: allowPlainHTTP)
        else {
            throw .hostNotUsable
        }
        let (address, listener) = try Self.dividedAtListener(rest)
        self.listener = listener
        var parts = address.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true {
            parts.removeLast()
        }
        let authority = parts.removeFirst().lowercased()
        guard Self.isAuthority(authority), parts.allSatisfy(Self.isPathPart) else {
            throw .hostNotUsable
        }
        account = try Self.takeAccount(from: &parts)
        if parts.last == "v1" {
            parts.removeLast()
        }
        name = ([authority] + parts.map(String.init)).joined(separator: "/")
        baseURL = "\(scheme)://\(name)/v1"
    }

    /// The only parameter of a field.
    private static func dividedAtListener(_ text: Substring) throws(ProviderFailure) -> (Substring, String?) {
        guard let mark = text.firstIndex(of: "?") else {
            return (text, nil)
        }
        let query = text[mark...].dropFirst()
        guard query.hasPrefix("listener="),
            let listener = query.dropFirst("listener=".count).removingPercentEncoding, isListener(listener)
        else {
            throw .hostNotUsable
        }
        return (text[..<mark], listener)
    }

    /// An e-mail address, or nothing.
    private static func isListener(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return text.isEmpty
            || parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?&#".utf8.contains($0) }
    }

    private static func splitScheme(_ field: String, allowPlainHTTP: Bool) -> (scheme: String, rest: Substring)? {
        var rest = field[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        if rest.lowercased().hasPrefix("https://") {
            return ("https", rest.dropFirst("https://".count))
        }
        if rest.lowercased().hasPrefix("http://") {
            return allowPlainHTTP ? ("http", rest.dropFirst("http://".count)) : nil
        }
        return ("https", rest)
    }

    private static func takeAccount(from parts: inout [Substring]) throws(ProviderFailure) -> String? {
        guard parts.last != "accounts" else {
            throw .hostNotUsable
        }
        guard parts.count >= 2, parts[parts.count - 2] == "accounts" else {
            return nil
        }
        let account = parts.removeLast()
        parts.removeLast()
        return String(account)
    }

    /// Host name or address with an optional port; no user name, no brackets' zone.
    private static func isAuthority(_ text: String) -> Bool {
        var host = text[...]
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else {
                return false
            }
            let address = text[text.index(after: text.startIndex)..<end]
            guard !address.isEmpty,
                address.utf8.allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else {
                return false
            }
            let tail = text[text.index(after: end)...]
            return tail.isEmpty || (tail.hasPrefix(":") && isPort(tail.dropFirst()))
        }
        if let colon = text.firstIndex(of: ":") {
            guard isPort(text[text.index(after: colon)...]) else {
                return false
            }
            host = text[..<colon]
        }
        return !host.isEmpty && !host.hasPrefix(".") && !host.hasPrefix("-")
            && host.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    private static func isPort(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 5 && text.utf8.allSatisfy(isDigit) && (1...65535).contains(Int(text) ?? 0)
    }

    /// Unreserved characters only (RFC 3986, 2.3), so that a part stands in an address as it is.
    package static func isPathPart(_ part: Substring) -> Bool {
        !part.isEmpty && part != "." && part != ".."
            && part.utf8.allSatisfy { isLetterOrDigit($0) || "-._~".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
