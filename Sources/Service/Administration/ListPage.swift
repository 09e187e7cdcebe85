/// Which part of a long list an answer holds: `limit` and `offset` of the query.
struct ListPage: Sendable, Hashable {
    static let defaultLimit = 200
    static let maximumLimit = 1_000

    private static let limit = QueryField.wholeNumber("limit", in: 1...maximumLimit)
    private static let offset = QueryField.wholeNumber("offset", in: 0...Int(Int32.max))
    static let fields: [any QueryParameter] = [limit, offset]

    let limit: Int
    let offset: Int

    /// Reads a query.
    ///
    /// - Throws: 400 for what is out of bounds.
    init(_ query: QueryValues) throws(Problem) {
        limit = try query[Self.limit] ?? Self.defaultLimit
        offset = try query[Self.offset] ?? 0
    }

    /// Where the next page begins; `nil` when this is the last.
    func next(total: Int) -> Int? {
        offset + limit < total ? offset + limit : nil
    }

    func cut<Element>(_ all: [Element]) -> ArraySlice<Element> {
        all.dropFirst(offset).prefix(limit)
    }
}
