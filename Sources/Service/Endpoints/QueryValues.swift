internal import Hummingbird

/// The names and values of a query, in the order in which they came.
struct QueryValues: Sendable {
    /// Of a name that is not known, in a refusal; in characters.
    private static let maximumNameLength = 40

    private let pairs: [(name: String, value: String)]

    var isEmpty: Bool { pairs.isEmpty }

    /// Each name once, with its first value.
    var firsts: [(String, String)] {
        var names: Set<String> = []
        return pairs.filter { names.insert($0.name).inserted }
    }

    init(of request: Request) {
        guard let query = request.uri.query, !query.isEmpty else {
            pairs = []
            return
        }
        pairs = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    }

    /// Reads what does not come by a request.
    ///
    /// - Throws: 400 as ``check(against:)``.
    init(_ pairs: [(String, String)], of fields: [any QueryParameter]) throws(Problem) {
        self.pairs = pairs.map { (name: $0, value: $1) }
        try check(against: fields)
    }

    /// Holds the query against what is declared.
    ///
    /// - Throws: 400 for a name that is unknown, repeated or missing, and for a value that is none.
    func check(against fields: [any QueryParameter]) throws(Problem) {
        for (number, pair) in pairs.enumerated() {
            guard let field = fields.first(where: { $0.name == pair.name }) else {
                throw .badQuery("There is no query parameter \(pair.name.prefix(Self.maximumNameLength)).")
            }
            guard !pairs[..<number].contains(where: { $0.name == pair.name }) else {
                throw .badQuery("\(field.name) is given more than once.")
            }
            guard field.accepts(pair.value) else { throw Self.noValue(of: field) }
        }
        for field in fields where field.isRequired && self[field.name] == nil { throw Self.missing(field) }
    }

    /// The first value of a name, as it came.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// The value of a field; `nil` where it is not given.
    ///
    /// - Throws: 400 for what is no value.
    subscript<Value>(field: QueryField<Value>) -> Value? {
        get throws(Problem) {
            guard let text = self[field.name] else { return nil }
            guard let value = field.read(text) else { throw Self.noValue(of: field) }
            return value
        }
    }

    /// The value of a field that must be given.
    ///
    /// - Throws: 400 where it is not, and for what is no value.
    func required<Value>(_ field: QueryField<Value>) throws(Problem) -> Value {
        guard let value = try self[field] else { throw Self.missing(field) }
        return value
    }

    func isRepeated(_ name: String) -> Bool {
        pairs.count { $0.name == name } > 1
    }

    private static func missing(_ field: any QueryParameter) -> Problem {
        .badQuery("\(field.name) is missing.")
    }

    private static func noValue(of field: any QueryParameter) -> Problem {
        .badQuery("\(field.name) must be \(field.form.words).")
    }
}

extension Problem {
    /// A query that cannot be understood.
    static func badQuery(_ detail: String) -> Problem {
        Problem(status: 400, code: "badQuery", title: "Bad query", detail: detail)
    }
}
