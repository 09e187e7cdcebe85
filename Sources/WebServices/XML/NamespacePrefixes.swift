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

    /// Those of an element's attributes, by name as written, whose names have a namespace.
    ///
    /// A name without a prefix has none, whatever the default is (Namespaces in XML 1.0, section 6.2).
    func qualified(_ attributes: [String: String]) -> [QualifiedName: String] {
        var qualified: [QualifiedName: String] = [:]
        for (name, value) in attributes {
            let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let namespace = declared[String(parts[0])]?.last else { continue }
            qualified[QualifiedName(namespace: namespace, name: String(parts[1]))] = value
        }
        return qualified
    }
}
