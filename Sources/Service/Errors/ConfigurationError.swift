/// What is wrong with the configuration: what, where, and what would be right.
package enum ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    case fileMissing(path: String)
    case fileUnreadable(path: String, problem: String)
    case unknownKey(String, place: String, nearest: String?)
    case badValue(key: String, value: String, expectation: String)

    package var description: String {
        switch self {
        case .fileMissing(let path):
            "There is no configuration file at \(path)."
        case .fileUnreadable(let path, let problem):
            "The configuration file \(path) cannot be read: \(problem)."
        case .unknownKey(let key, let place, let nearest):
            "There is no configuration key \(key) (\(place))." + (nearest.map { " Is \($0) meant?" } ?? "")
        case .badValue(let key, let value, let expectation):
            "The configuration key \(key) has the value \"\(value)\"; it must be \(expectation)."
        }
    }
}
