/// A place in the import file, such as `callRecInts[3].apiCommunicationSettings.ipAddrOrHost1`.
struct ImportPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case key(String)
        /// Counted from 0.
        case index(Int)
    }

    var steps: [Step]

    init(_ steps: Step...) {
        self.steps = steps
    }

    init(_ codingPath: [any CodingKey]) {
        steps = codingPath.map { key in key.intValue.map(Step.index) ?? .key(key.stringValue) }
    }

    func appending(_ path: ImportPath) -> ImportPath {
        var longer = self
        longer.steps += path.steps
        return longer
    }

    func appending(_ key: String) -> ImportPath {
        var longer = self
        longer.steps.append(.key(key))
        return longer
    }
}

extension ImportPath: CustomStringConvertible {
    var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

/// Why an import file is refused, and where in it.
struct ImportProblem: Error, Hashable, Sendable {
    let path: ImportPath
    /// What is wrong and what would be right, without the value where that may be secret.
    let text: String

    init(_ path: ImportPath, _ text: String) {
        self.path = path
        self.text = text
    }

    /// What an error in decoding an object says of it; `nil` where it is no JSON.
    init?(of error: any Error) {
        switch error {
        case let problem as ImportProblem: self = problem
        case DecodingError.typeMismatch(let type, let context):
            self.init(ImportPath(context.codingPath), "must be \(Self.wording(of: type))")
        case DecodingError.valueNotFound(let type, let context):
            self.init(ImportPath(context.codingPath), "must be \(Self.wording(of: type)), not null")
        case DecodingError.keyNotFound(let key, let context):
            self.init(ImportPath(context.codingPath).appending(key.stringValue), "is missing")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(ImportPath(context.codingPath), "cannot be read")
        default: return nil
        }
    }

    private static func wording(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Double.Type: "a whole number"
        case is [Any].Type: "a list"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
