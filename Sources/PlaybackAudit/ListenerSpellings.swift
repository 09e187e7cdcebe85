internal import Foundation
internal import GRDB

/// A name as it stands in rows: older ones may have it in other spellings than the registry's, which Unicode calls the same.
enum ListenerSpellings {
    /// Names that begin alike and are looked through; where there are more, the composed and the decomposed spelling are found alone.
    static let maximumNames = 2_000
    /// ASCII characters that others decompose to.
    ///
    /// Source: UnicodeData.txt, U+037E, U+1FEF, U+212A.
    private static let decomposed = Set<Unicode.Scalar>([";", "`", "K"])

    /// Every spelling that there is, and the one that was given.
    static func all(of name: String, _ db: Database) throws -> [String] {
        let forms = [name, name.precomposedStringWithCanonicalMapping, name.decomposedStringWithCanonicalMapping]
        let others = try isPlain(name) ? [] : names(beginningWith: beginning(of: name), db).filter { $0 == name }
        // By their bytes: to Swift they are one.
        var seen: Set<[UInt8]> = []
        return (forms + others).filter { seen.insert(Array($0.utf8)).inserted }
    }

    private static func isPlain(_ name: String) -> Bool {
        name.unicodeScalars.allSatisfy { $0.isASCII && !decomposed.contains($0) }
    }

    /// What all spellings of a name begin with, byte for byte.
    private static func beginning(of name: String) -> String {
        let scalars = Array(name.decomposedStringWithCanonicalMapping.unicodeScalars)
        let count = scalars.indices.prefix { index in
            scalars[index].isASCII && !decomposed.contains(scalars[index])
                && (index + 1 == scalars.count || scalars[index + 1].isASCII)
        }
        .count
        return String(String.UnicodeScalarView(scalars.prefix(count)))
    }

    /// One look into the index for each of them.
    private static func names(beginningWith beginning: String, _ db: Database) throws -> [String] {
        let sql = """
            WITH RECURSIVE names (listener) AS (
                SELECT min(listener) FROM event WHERE listener >= ?1 AND listener < ?2
                UNION ALL
                SELECT (SELECT min(listener) FROM event WHERE listener > names.listener AND listener < ?2) FROM names
                WHERE names.listener IS NOT NULL
                LIMIT ?3
            )
            SELECT listener FROM names WHERE listener IS NOT NULL
            """
        let arguments: StatementArguments = [beginning, beginning + "\u{10FFFF}", maximumNames]
        return try String.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }
}
