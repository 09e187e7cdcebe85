internal import Foundation
package import HTTPTypes

/// Whose request it is: the connection's peer, or whom a trusted proxy says that it forwards for.
///
/// Each proxy adds the peer that it saw at the end, and what stands before may be anybody's invention. So the entries are read from the end, as long
/// as they are those of trusted proxies: the first that is not is the client. Where an entry is no address, what lies before it is not believed
/// either, and the proxy that wrote it is as near as one can come.
///
/// Source: RFC 7239 §4, §5.2, §6 and §7.1; `X-Forwarded-For` has no standard: addresses, some with ports, separated by commas.
package enum ForwardedAddress {
    /// Entries that are read; a chain of more proxies is none.
    package static let maximumEntries = 32

    private static let forwardedForName = HTTPField.Name("X-Forwarded-For")
    private static let forwardedProtoName = HTTPField.Name("X-Forwarded-Proto")
    private static let forwardedName = HTTPField.Name("Forwarded")

    /// The client's address.
    ///
    /// - Parameters:
    ///   - peer: the connection's.
    ///   - headers: of the request; `X-Forwarded-For` counts before `Forwarded`, which proxies that write the former pass on as it came.
    ///   - proxies: canonical addresses whose word is taken.
    /// - Returns: a canonical address, or the peer's text when it is none.
    package static func client(peer: String, headers: HTTPFields, proxies: Set<String>) -> String {
        client(
            peer: peer,
            forwardedFor: forwardedForName.flatMap { headers.contains($0) ? headers[values: $0] : nil },
            forwarded: forwardedName.flatMap { headers.contains($0) ? headers[values: $0] : nil },
            proxies: proxies
        )
    }

    /// The client's address, by the values of the two fields; `nil` for one that did not come.
    static func client(
        peer: String,
        forwardedFor: [String]?,
        forwarded: [String]?,
        proxies: Set<String>
    ) -> String {
        let peer = canonical(peer) ?? peer
        guard proxies.contains(peer) else { return peer }
        var nearest = peer
        for entry in entries(forwardedFor, forwarded).suffix(maximumEntries).reversed() {
            guard let address = address(ofNode: entry) else { return nearest }
            nearest = address
            guard proxies.contains(address) else { break }
        }
        return nearest
    }

    /// The scheme that the client spoke to the outermost of the trusted proxies, as they say.
    ///
    /// - Parameters:
    ///   - headers: of a request whose peer is trusted; `X-Forwarded-Proto` counts before `Forwarded`.
    ///   - proxies: canonical addresses whose word is taken.
    /// - Returns: `http` or `https`; `nil` where none of them says so.
    ///
    /// Source: RFC 7239 §5.4; `X-Forwarded-Proto` has no standard.
    static func scheme(headers: HTTPFields, proxies: Set<String>) -> String? {
        if let name = forwardedProtoName, headers.contains(name) {
            return elements(headers[values: name]).first.flatMap { known(scheme: $0) }
        }
        var said: String?
        let values = forwardedName.map { headers[values: $0] } ?? []
        for element in elements(values).suffix(maximumEntries).reversed() {
            let parameters = parameters(of: element)
            said = parameters["proto"].flatMap { known(scheme: $0) } ?? said
            guard let node = parameters["for"].flatMap({ address(ofNode: $0) }), proxies.contains(node) else { break }
        }
        return said
    }

    private static func known(scheme text: String) -> String? {
        let text = trimmed(text).lowercased()
        return text == "https" || text == "http" ? text : nil
    }

    /// The form in which an address is compared: IPv6 as RFC 5952 has it, IPv4 also where it is mapped into IPv6.
    ///
    /// - Returns: `nil` for what is no address.
    package static func canonical(_ text: String) -> String? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return text }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &six, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        let written = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let mapped = "::ffff:"
        guard written.hasPrefix(mapped), written.contains(".") else { return written }
        return String(written.dropFirst(mapped.count))
    }

    private static func entries(_ forwardedFor: [String]?, _ forwarded: [String]?) -> [String] {
        if let forwardedFor { return elements(forwardedFor).map(trimmed) }
        // An element without `for` hides whom it forwards for.
        return elements(forwarded ?? []).map { parameters(of: $0)["for"] ?? "" }
    }

    /// The elements of a list that may come in several fields; empty ones are none (RFC 9110 §5.6.1), commas in quotes divide nothing.
    private static func elements(_ values: [String]) -> [String] {
        values.flatMap { split($0, at: ",") }.filter { !trimmed($0).isEmpty }
    }

    /// The parameters of a `Forwarded` element by lower-case name, their values without quotes.
    private static func parameters(of element: String) -> [String: String] {
        let pairs = split(element, at: ";").compactMap { pair -> (String, String)? in
            guard let sign = pair.firstIndex(of: "=") else { return nil }
            return (
                trimmed(String(pair[..<sign])).lowercased(), unquoted(trimmed(String(pair[pair.index(after: sign)...])))
            )
        }
        // One that comes twice contradicts itself, so it says nothing.
        return Dictionary(pairs) { _, _ in "" }
    }

    /// Divides outside of quotes; where a quote does not end, it is none, or a client could hide behind one what a proxy appends.
    ///
    /// By scalars: a client's last one may make the separator that a proxy appends part of a Character, and hide what follows (UAX #29, GB9b).
    private static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == separator, !isQuoted {
                parts.append("")
                continue
            }
            if scalar == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && scalar == "\\" && !isEscaped
            parts[parts.count - 1].unicodeScalars.append(scalar)
        }
        guard isQuoted else { return parts }
        return text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            guard character != "\\" || isEscaped else {
                isEscaped = true
                continue
            }
            result.append(character)
            isEscaped = false
        }
        return result
    }

    /// The address of a node: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
    private static func address(ofNode node: String) -> String? {
        if node.hasPrefix("[") {
            guard let end = node.firstIndex(of: "]") else { return nil }
            let rest = node[node.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return nil }
            let inside = String(node[node.index(after: node.startIndex)..<end])
            return inside.contains(":") ? canonical(inside) : nil
        }
        guard node.count(where: { $0 == ":" }) == 1, let colon = node.firstIndex(of: ":") else {
            return canonical(node)
        }
        return isPort(node[colon...]) ? canonical(String(node[..<colon])) : nil
    }

    /// `:` and digits, or an obfuscated port (RFC 7239 §6).
    private static func isPort(_ text: Substring) -> Bool {
        guard text.hasPrefix(":"), text.utf8.count > 1 else { return false }
        let port = text.dropFirst().utf8
        let isNumber = port.count <= 5 && port.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber || port.first == UInt8(ascii: "_")
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        let start = text.unicodeScalars.drop(while: isSpace)
        return start.lastIndex { !isSpace($0) }.map { String(start[...$0]) } ?? ""
    }
}
