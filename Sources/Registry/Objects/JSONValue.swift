package import Foundation

/// What keeps a text from being JSON.
package struct JSONFault: Error, Hashable, Sendable {
    /// Where it shows, counted from 1; `nil` when it cannot be told.
    package let line: Int?
    package let problem: String
}

/// Any JSON, as somebody sent it or is to be given it.
///
/// Source: RFC 8259.
package enum JSONValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// A whole number; null for `nil`.
    package static func whole(_ number: (some BinaryInteger)?) -> JSONValue {
        number.map { .number(Double($0)) } ?? .null
    }

    /// The members of an object; `nil` for what is none.
    package var members: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A member of an object; `nil` where there is none, or no object.
    package subscript(name: String) -> JSONValue? { members?[name] }

    /// The same object with other values of some members.
    package func with(_ others: [String: JSONValue]) -> JSONValue {
        .object((members ?? [:]).merging(others) { _, new in new })
    }

    /// This value after a merge patch: members that the patch has, and null takes away.
    ///
    /// Source: RFC 7396 §2.
    package func merged(with patch: JSONValue) -> JSONValue {
        guard let changes = patch.members else { return patch }
        var result = members ?? [:]
        for (name, change) in changes {
            result[name] = change == .null ? nil : (result[name] ?? .null).merged(with: change)
        }
        return .object(result)
    }
}

extension JSONValue: Codable {
    /// Reads a text.
    package init(reading text: Data) throws(JSONFault) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: text)
        } catch {
            let fault = JSONSyntaxFault(in: text)
            throw JSONFault(line: fault.line, problem: fault.problem)
        }
    }

    private static let wholeNumbers = -9_007_199_254_740_992.0...9_007_199_254_740_992.0

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number) where Self.wholeNumbers.contains(number) && number == number.rounded():
            try container.encode(Int64(number))
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let members): try container.encode(members)
        }
    }
}
