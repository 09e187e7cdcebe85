/// An element of a request: a name, text, children; comments and the order of text among children are gone.
struct MessageElement: Hashable, Sendable {
    /// Without prefix.
    let name: String
    /// Empty when the element is in no namespace.
    let namespace: String
    /// By name as written, prefix included.
    let attributes: [String: String]
    /// The element's own character data.
    var text = ""
    /// Whether some of the text was a CDATA section.
    var hasCDATA = false
    var children: [MessageElement] = []

    /// The children of a name, in whichever namespace.
    func children(_ name: String) -> [MessageElement] {
        children.filter { $0.name == name }
    }

    /// The child of a name, which may occur once.
    ///
    /// - Throws: `elementRepeated`.
    func child(_ name: String) throws(RequestFault) -> MessageElement? {
        let found = children(name)
        guard found.count <= 1 else { throw .elementRepeated }
        return found.first
    }
}
