/// What the description says of a parameter's values.
///
/// Source: JSON Schema 2020-12, "Validation".
struct OpenAPISchema: Encodable, Sendable {
    private var type = "string"
    private var format: String?
    private var minimum: Int?
    private var maximum: Int?
    private var choices: [String]?

    enum CodingKeys: String, CodingKey {
        case type, format, minimum, maximum, choices = "enum"
    }

    /// Any text.
    init() {}

    init(_ form: QueryForm) {
        switch form {
        case .text: break
        case .wholeNumber(let range):
            type = "integer"
            minimum = range.lowerBound == .min ? nil : range.lowerBound
            maximum = range.upperBound == .max ? nil : range.upperBound
        case .time: format = "date-time"
        case .choice(let names): choices = names
        }
    }
}
