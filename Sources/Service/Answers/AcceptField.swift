/// What a client would rather have, as `Accept` says it; pure.
///
/// Source: RFC 9110 §12.4.2 and §12.5.1.
package struct AcceptField: Sendable {
    private let members: [(range: String, quality: Double)]

    package init(_ fields: [String]) {
        members = fields.flatMap { $0.split(separator: ",") }.map { member in
            let parts = member.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            let quality = parts.dropFirst().last { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            return (range: parts.first ?? "", quality: min(1, max(0, quality ?? 1)))
        }
    }

    /// Whether a type is asked for by its own name, and not less than another.
    package func names(_ type: String, notLessThan other: String) -> Bool {
        guard let own = members.last(where: { $0.range == type })?.quality, own > 0 else { return false }
        return own >= quality(of: other)
    }

    /// The quality that the nearest of the members gives a type.
    private func quality(of type: String) -> Double {
        let family = String(type.prefix { $0 != "/" }) + "/*"
        for range in [type, family, "*/*"] as [String] {
            if let member = members.last(where: { $0.range == range }) { return member.quality }
        }
        return 0
    }
}
