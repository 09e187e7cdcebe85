/// A name and its namespace.
struct QualifiedName: Hashable, Sendable {
    let namespace: String
    let name: String
}

/// An element of a request: a name, text, children; comments and the order of text among children are gone.
struct MessageElement: Hashable, Sendable {
    /// Without prefix.
    let name: String
    /// Empty when the element is in no namespace.
    let namespace: String
    /// By name as written, prefix included.
    let attributes: [String: String]
    /// Those whose names have a namespace, by namespace and name.
    let qualified: [QualifiedName: String]
    /// The element's own character data.
    var text = ""
    /// Whether some of the text was a CDATA section.
    var hasCDATA = false
    var children: [MessageElement] = []
    var nilness = Nilness.hasValue

    /// Whether there is nothing in it but white space.
    var isEmpty: Bool { children.isEmpty && PropertyText.trimmed(text).isEmpty }

    /// The children of a name, in whichever namespace.
    func children(_ name: String) -> [MessageElement] {
        children.filter { $0.name == name }
    }

    /// The value of an attribute whose name has a namespace.
    func attribute(_ name: String, in namespace: String) -> String? {
        qualified[QualifiedName(namespace: namespace, name: name)]
    }

    /// The child of a name, which may occur once; `nil` also for one that is nil.
    ///
    /// - Parameters:
    ///   - name: without prefix.
    ///   - namespace: the only one that counts; `nil` for whichever.
    /// - Returns: the child, if there is one.
    /// - Throws: `elementRepeated`, `nilContradictory`.
    func child(_ name: String, in namespace: String? = nil) throws(RequestFault) -> MessageElement? {
        let found = children(name).filter { namespace == nil || $0.namespace == namespace }
        guard found.count <= 1 else { throw .elementRepeated }
        guard let child = found.first else { return nil }
        switch child.nilness {
        case .hasValue: return child
        case .isNil: return nil
        case .contradictory: throw .nilContradictory
        }
    }
}
