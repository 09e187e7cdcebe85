/// The namespaces that prefixes stand for, at the place in a document that a parser has come to.
struct NamespacePrefixes {
    /// The innermost last.
    private var declared: [String: [String]] = [:]

    mutating func begin(_ prefix: String, _ namespace: String) {
        declared[prefix, default: []].append(namespace)
    }

    mutating func end(_ prefix: String) {
        _ = declared[prefix]?.popLast()
    }

    /// The value of an attribute that has a namespace, among those of an element by name as written.
    func value(of name: String, in namespace: String, among attributes: [String: String]) -> String? {
        attributes.first { attribute in
            let parts = attribute.key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && parts[1] == name && declared[String(parts[0])]?.last == namespace
        }?.value
    }
}
