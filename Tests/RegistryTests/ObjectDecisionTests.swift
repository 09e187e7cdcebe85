import Registry
import Testing

/// What becomes of a request for one object: by method, conditions and what is there.
struct ObjectDecisionTests {
    /// What is said of the object's state, and the decision for each method where there is an object with the tag `a`, and where there is none.
    struct Row: Sendable, CustomTestStringConvertible {
        let match: ObjectConditions.Tags?
        let noneMatch: ObjectConditions.Tags?
        /// By `post`, `put`, `patch`, `delete`.
        let there: [ObjectDecision]
        let absent: [ObjectDecision]

        var testDescription: String {
            "If-Match \(String(describing: match)), If-None-Match \(String(describing: noneMatch))"
        }
    }

    static let rows = [
        Row(
            match: nil,
            noneMatch: nil,
            there: [.alreadyExists, .preconditionRequired, .change, .delete],
            absent: [.insert, .insert, .absent, .absent]
        ),
        Row(
            match: .some(["b", "a"]),
            noneMatch: nil,
            there: [.alreadyExists, .change, .change, .delete],
            absent: [.insert, .preconditionFailed, .absent, .absent]
        ),
        Row(
            match: .some(["b"]),
            noneMatch: nil,
            there: [.alreadyExists, .preconditionFailed, .preconditionFailed, .preconditionFailed],
            absent: [.insert, .preconditionFailed, .absent, .absent]
        ),
        Row(
            match: .any,
            noneMatch: nil,
            there: [.alreadyExists, .change, .change, .delete],
            absent: [.insert, .preconditionFailed, .absent, .absent]
        ),
        Row(
            match: nil,
            noneMatch: .any,
            there: [.alreadyExists, .preconditionFailed, .preconditionFailed, .preconditionFailed],
            absent: [.insert, .insert, .absent, .absent]
        ),
        Row(
            match: nil,
            noneMatch: .some(["a"]),
            there: [.alreadyExists, .preconditionFailed, .preconditionFailed, .preconditionFailed],
            absent: [.insert, .insert, .absent, .absent]
        ),
        Row(
            match: nil,
            noneMatch: .some(["b"]),
            there: [.alreadyExists, .preconditionRequired, .change, .delete],
            absent: [.insert, .insert, .absent, .absent]
        ),
        Row(
            match: .some(["a"]),
            noneMatch: .some(["a"]),
            there: [.alreadyExists, .preconditionFailed, .preconditionFailed, .preconditionFailed],
            absent: [.insert, .preconditionFailed, .absent, .absent]
        ),
    ]

    @Test("Each method is decided by what is there and what is said of it", arguments: rows)
    func decided(row: Row) {
        let conditions = ObjectConditions(match: row.match, noneMatch: row.noneMatch)
        for (index, method) in ObjectMethod.allCases.enumerated() {
            #expect(ObjectDecision(method, conditions, stored: "a") == row.there[index], "\(method)")
            #expect(ObjectDecision(method, conditions, stored: nil) == row.absent[index], "\(method)")
        }
    }
}
