internal import Registry

/// A claim's value, whatever it is.
extension JSONValue {
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// One text, or the texts of a list.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let list): list.compactMap(\.text)
        case .number, .flag, .object, .null: []
        }
    }
}
