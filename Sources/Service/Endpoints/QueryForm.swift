/// What the values of a query's field look like.
enum QueryForm: Sendable, Hashable {
    /// Text, and what it must be, such as "a recording id".
    case text(String)
    case wholeNumber(ClosedRange<Int>)
    /// RFC 3339.
    case time
    case choice([String])

    /// Ends a sentence that begins with "limit must be".
    var words: String {
        switch self {
        case .text(let words): words
        case .wholeNumber(.min ... .max): "a whole number"
        case .wholeNumber(let range) where range.upperBound == .max: "a whole number, \(range.lowerBound) or more"
        case .wholeNumber(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .time: "a time such as 2026-11-20T09:15:03Z"
        case .choice(let names): names.count == 1 ? names[0] : "one of \(names.joined(separator: ", "))"
        }
    }
}
