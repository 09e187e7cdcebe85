/// What an element says of itself by `nil` in the namespace of XML Schema instances, whatever its prefix.
///
/// A nil element says that there is no value, which is neither an empty value nor a wish to have one cleared: generators write it for members
/// that nobody set. So it counts as absent everywhere.
///
/// Source: XML Schema Part 1 §2.6.2 and §3.3.4: a nil element has neither text nor children.
enum Nilness: Hashable, Sendable {
    case hasValue
    case isNil
    /// It is nil and has content, or the attribute is no boolean.
    case contradictory

    static let namespace = "http://www.w3.org/2001/XMLSchema-instance"
    static let attribute = "nil"

    /// Reads the attribute's value, which must be a boolean (XML Schema Part 2 §3.2.2).
    init(_ value: String) {
        switch PropertyText.trimmed(value) {
        case "true", "1": self = .isNil
        case "false", "0": self = .hasValue
        default: self = .contradictory
        }
    }
}
