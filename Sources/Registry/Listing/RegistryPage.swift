internal import Foundation
internal import GRDB
internal import Sharing

/// A page of a list of the registry's objects: their keys, in the list's order.
package struct RegistryPage<Key: Sendable>: Sendable {
    package let keys: [Key]
    /// Where the next page begins, for whoever asks for it; `nil` when this is the last one.
    package let next: ListPlace?

    /// Of a list of nothing.
    package static var empty: RegistryPage { RegistryPage(keys: [], next: nil) }
}

/// A place in a list: behind an object, which need not be there any more.
package struct ListPlace: Hashable, Sendable {
    private static let maximumBytes = 4_096

    /// Which of the list's segments, and the values of the object in it.
    let segment: Int
    let values: [DatabaseValue]

    init(segment: Int, values: [DatabaseValue]) {
        self.segment = segment
        self.values = values
    }

    private struct Written: Codable {
        let s: Int
        let v: [Value]
    }

    private enum Value: Codable {
        case number(Int64)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = try (try? container.decode(Int64.self)).map(Value.number) ?? .text(container.decode(String.self))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            }
        }

        init(_ value: DatabaseValue) {
            if case .int64(let number) = value.storage {
                self = .number(number)
            } else {
                self = .text(String.fromDatabaseValue(value) ?? "")
            }
        }

        var databaseValue: DatabaseValue {
            switch self {
            case .number(let number): number.databaseValue
            case .text(let text): text.databaseValue
            }
        }
    }

    /// Reads a place as ``text`` writes it.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes, let data = Data(base64URL: text),
            let written = try? JSONDecoder().decode(Written.self, from: data), written.s >= 0
        else { return nil }
        self.init(segment: written.s, values: written.v.map(\.databaseValue))
    }

    /// For addresses; nobody need know what it means.
    package var text: String {
        let written = Written(s: segment, v: values.map { Value($0) })
        return ((try? JSONEncoder().encode(written)) ?? Data()).base64URL
    }
}

extension ListPlace {
    /// A page of the segments, one behind the other.
    ///
    /// - Returns: the values of each row, and where the next page begins.
    static func page(
        of segments: [ListSegment],
        after place: ListPlace?,
        limit: Int,
        _ db: Database
    ) throws -> (rows: [[DatabaseValue]], next: ListPlace?) {
        var rows: [[DatabaseValue]] = []
        var last: ListPlace?
        for (number, segment) in segments.enumerated().dropFirst(place?.segment ?? 0) {
            let behind = place.flatMap { $0.segment == number ? $0.values : nil }
            // One more than is wanted, to know whether there are further ones.
            let found = try segment.rows(after: behind, limit: limit + 1 - rows.count, db)
            for row in found {
                if rows.count == limit { return (rows, last) }
                rows.append(row)
                last = ListPlace(segment: number, values: row)
            }
        }
        return (rows, nil)
    }
}
