import Foundation
import Recordings
import Registry
import Testing

/// Who changed what, by page and by filter.
struct AuditRowsTests {
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)
    private let folder: RegistryFolder
    private let registry: Registry

    init() throws {
        folder = try RegistryFolder()
        registry = try folder.open()
    }

    /// Makes sixty tokens and revokes every third, by two authors, of whom one's clock stands behind.
    private func fill() async throws {
        for number in 0..<60 {
            let at = Self.start.addingTimeInterval(Double(number.isMultiple(of: 2) ? number : number - 30))
            let author = AuditAuthor(name: number.isMultiple(of: 2) ? "ann" : "ben", remoteAddress: "192.0.2.1", at: at)
            _ = try registry.createToken(name: "t\(number)", role: .report, by: author)
            if number.isMultiple(of: 3) { try registry.revokeToken(name: "t\(number)", by: author) }
        }
        try await registry.noteKey(.rotateSigningKey, "t9", by: AuditAuthor(name: "ann", at: Self.start))
    }

    private func all(_ query: AuditRowQuery, limit: Int) async throws -> [AuditRow] {
        var query = query
        query.limit = limit
        var rows: [AuditRow] = []
        repeat {
            let page = try await registry.auditRows(query)
            #expect(page.rows.count <= limit)
            rows += page.rows
            let place = page.next.flatMap { AuditPlace($0.text) }
            #expect(place == page.next)
            query.after = place
        } while query.after != nil
        return rows
    }

    struct Filter: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let set: @Sendable (inout AuditRowQuery) -> Void
        let isWanted: @Sendable (AuditRow) -> Bool
    }

    private static let middle = start.addingTimeInterval(20)
    private static let filters = [
        Filter(testDescription: "author", set: { $0.author = "ann" }, isWanted: { $0.author.name == "ann" }),
        Filter(testDescription: "kind", set: { $0.kind = .token }, isWanted: { $0.action.kind == .token }),
        Filter(testDescription: "key", set: { $0.subject = "t9" }, isWanted: { $0.subject == "t9" }),
        Filter(testDescription: "since", set: { $0.since = middle }, isWanted: { $0.author.at >= middle }),
        Filter(testDescription: "until", set: { $0.until = middle }, isWanted: { $0.author.at < middle }),
        Filter(testDescription: "nobody", set: { $0.author = "nobody" }, isWanted: { _ in false }),
    ]

    @Test("Any filters together find the same rows by pages of any size, the newest first")
    func pages() async throws {
        try await fill()
        let everything = try await all(AuditRowQuery(), limit: 9_999)
        #expect(everything.count == 81)
        #expect(everything.map(\.author.at) == everything.map(\.author.at).sorted(by: >))
        for choice in 0..<(1 << Self.filters.count) {
            let chosen = Self.filters.indices.filter { choice >> $0 & 1 == 1 }.map { Self.filters[$0] }
            var query = AuditRowQuery()
            for filter in chosen { filter.set(&query) }
            // Of two authors the second is asked for.
            let isNobody = chosen.contains { $0.testDescription == "nobody" }
            let wanted = everything.filter { row in !isNobody && chosen.allSatisfy { $0.isWanted(row) } }
            let name: Comment = "\(chosen.map(\.testDescription))"
            for limit in [1, 7, 1_000] { #expect(try await all(query, limit: limit) == wanted, name) }
        }
    }

    @Test("Every kind has actions, whose rows it finds alone", arguments: AuditAction.Kind.allCases)
    func kinds(kind: AuditAction.Kind) async throws {
        for action in AuditAction.allCases {
            try await registry.noteKey(action, action.rawValue, by: AuditAuthor(name: "ann", at: Self.start))
        }
        var query = AuditRowQuery()
        query.kind = kind
        let rows = try await all(query, limit: 2)
        #expect(!rows.isEmpty && rows.count == AuditAction.allCases.count { $0.kind == kind })
        #expect(rows.allSatisfy { $0.action.kind == kind && $0.subject == $0.action.rawValue })
    }

    @Test("What is no place is none", arguments: ["", ".", "1", "1.2.3", "a.b", "1.", ".1", "9223372036854775808.1"])
    func places(text: String) {
        #expect(AuditPlace(text) == nil)
    }

    @Test("Tokens that are made and revoked are told with who did it, once each, and without a secret")
    func tokens() async throws {
        let author = AuditAuthor(name: "ann", remoteAddress: "192.0.2.1", at: Self.start)
        let secret = try await registry.addToken(name: "ci", role: .admin, by: author).secret
        try await registry.endToken(name: "ci", by: author)
        try await registry.endToken(name: "ci", by: author)
        _ = try registry.createToken(
            name: "other",
            role: .report,
            by: .commandLine(at: Self.start.addingTimeInterval(1))
        )
        let rows = try await registry.auditRows(limit: 10)
        #expect(rows.map(\.action) == [.addToken, .revokeToken, .addToken])
        #expect(rows.map(\.subject) == ["other", "ci", "ci"])
        #expect(rows.map(\.author.name) == [AuditAuthor.commandLineName, "ann", "ann"])
        #expect(!"\(rows)".contains(secret.reveal()))
        await #expect(throws: RegistryError.tokenNameTaken("ci")) {
            try await registry.addToken(name: "ci", role: .report, by: author)
        }
        await #expect(throws: RegistryError.tokenUnknown("no")) { try await registry.endToken(name: "no", by: author) }
        #expect(try await registry.auditRows(limit: 10).count == 3)
    }

    @Test("Since when keys are in use is told, as far as it was noted")
    func keyTimes() async throws {
        try await registry.noteKey(.addSigningKey, "k1", by: AuditAuthor(name: "service", at: Self.start))
        let later = Self.start.addingTimeInterval(60)
        try await registry.noteKey(.rotateSigningKey, "k2", by: AuditAuthor(name: "ann", at: later))
        let times = try await registry.keyTimes(signing: ["k1", "k2", "k3"])
        #expect(times.signing == ["k1": Self.start, "k2": later])
        #expect(times.sealing == nil)
    }
}
