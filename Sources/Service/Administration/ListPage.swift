internal import Hummingbird

/// Which part of a long list an answer holds: `limit` and `offset` of the query.
struct ListPage: Sendable, Hashable {
    static let defaultLimit = 200
    static let maximumLimit = 1_000

    let limit: Int
    let offset: Int

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - pairs: names and values.
    ///   - others: further parameters that the list knows.
    /// - Throws: 400 for what is unknown or out of bounds.
    init(_ pairs: [(String, String)], others: Set<String> = []) throws(Problem) {
        var limit = Self.defaultLimit
        var offset = 0
        for (name, value) in pairs {
            switch name {
            case "limit":
                limit = try Self.number(value, name, in: 1...Self.maximumLimit)
            case "offset":
                offset = try Self.number(value, name, in: 0...Int(Int32.max))
            case _ where others.contains(name):
                continue
            default:
                throw Self.refusal("There is no query parameter \(name.prefix(40)).")
            }
        }
        self.limit = limit
        self.offset = offset
    }

    /// Where the next page begins; `nil` when this is the last.
    func next(total: Int) -> Int? {
        offset + limit < total ? offset + limit : nil
    }

    func cut<Element>(_ all: [Element]) -> ArraySlice<Element> {
        all.dropFirst(offset).prefix(limit)
    }

    private static func number(_ text: String, _ name: String, in bounds: ClosedRange<Int>) throws(Problem) -> Int {
        guard let number = Int(text), bounds.contains(number) else {
            throw refusal("\(name) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).")
        }
        return number
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(status: 400, code: "badQuery", title: "Bad query", detail: detail)
    }
}
