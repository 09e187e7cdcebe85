internal import Registry

/// Which part of a long list an answer holds: `search`, `limit` and `after` of the query.
struct ListPage: Sendable {
    static let defaultLimit = 200
    static let maximumLimit = 1_000

    private static let search = QueryField(
        "search",
        .text("the beginning of a text, of at most \(Registry.maximumSearchLength) characters")
    ) { $0.unicodeScalars.count <= Registry.maximumSearchLength ? $0 : nil }
    private static let limit = QueryField.wholeNumber("limit", in: 1...maximumLimit)
    private static let after = QueryField("after", .text("what the page before told as next")) { ListPlace($0) }
    static let fields: [any QueryParameter] = [search, limit, after]

    /// What is searched for; `nil` for all.
    let search: String?
    let limit: Int
    /// Behind what the page begins; `nil` for the first.
    let after: ListPlace?

    /// Reads a query.
    ///
    /// - Throws: 400 for what is out of bounds.
    init(_ query: QueryValues) throws(Problem) {
        search = try query[Self.search].flatMap { $0.isEmpty ? nil : $0 }
        limit = try query[Self.limit] ?? Self.defaultLimit
        after = try query[Self.after]
    }
}
