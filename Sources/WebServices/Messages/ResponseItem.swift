/// A property or container of an answer.
enum ResponseItem: Hashable, Sendable {
    case property(PropertyName, String)
    /// Without a name in lists.
    indirect case container(PropertyName?, [ResponseItem])

    /// Each element on a line of its own.
    var xml: String {
        switch self {
        case .property(let name, let text):
            "<Property Name=\"\(name.rawValue)\">\(XMLText.escaped(text))</Property>\n"
        case .container(let name, let items):
            "<Container\(name.map { " Name=\"\($0.rawValue)\"" } ?? "")>\n\(items.map(\.xml).joined())</Container>\n"
        }
    }
}
