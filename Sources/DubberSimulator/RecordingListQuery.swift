/// The parameters of a recording list.
///
/// Source: Dubber API, List parameters (B, cursors A). No date filter is confirmed, so there is none.
struct RecordingListQuery: Hashable, Sendable {
    /// When `count` is not given (D).
    static let usualCount = 100
    /// The largest `count` seen in use.
    static let maximumCount = 500

    enum Position: Hashable, Sendable {
        /// Counted from 1 (D).
        case page(Int)
        /// Older than the named recording.
        case before(String)
        /// Newer than the named recording.
        case after(String)
    }

    let position: Position
    private(set) var count: Int
    /// Matches a recording's to or from, exactly.
    let number: String?
    /// Search text.
    let text: String?

    /// The query of a page that holds no more than so many items.
    func capped(at items: Int) -> Self {
        var capped = self
        capped.count = min(count, items)
        return capped
    }

    /// Reads the query.
    ///
    /// - Parameters:
    ///   - fields: its fields.
    ///   - largestCount: a larger `count` is refused.
    ///
    /// - Throws: ``APIError/invalidParameter(_:)``: `page` beside a cursor, `page_size` (`page=0&page_size=5` gave 400,
    /// A), both cursors (D),
    ///   or a number that is none.
    init(_ fields: FormFields, largestCount: Int = .max) throws(APIError) {
        let beforeID = fields["before_id"]
        let afterID = fields["after_id"]
        guard fields["page_size"] == nil else { throw .invalidParameter("page_size") }
        guard beforeID == nil || afterID == nil else { throw .invalidParameter("after_id") }
        if let page = fields["page"] {
            guard beforeID == nil, afterID == nil, let number = Int(page), number >= 1 else {
                throw .invalidParameter("page")
            }
            position = .page(number)
        } else if let beforeID {
            position = .before(beforeID)
        } else if let afterID {
            position = .after(afterID)
        } else {
            position = .page(1)
        }
        if let text = fields["count"] {
            guard let count = Int(text), (1...Self.maximumCount).contains(count), count <= largestCount else {
                throw .invalidParameter("count")
            }
            self.count = count
        } else {
            count = Self.usualCount
        }
        number = fields["number"]
        text = fields["query"]
    }
}
