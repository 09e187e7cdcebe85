import Foundation

/// The fields of a query or of an `application/x-www-form-urlencoded` body; `+` means a space, as the provider's
/// platform reads it.
struct FormFields: Sendable {
    private let items: [URLQueryItem]

    /// Reads the encoded text; `nil` when it is not well-formed.
    init?(_ encoded: String) {
        var components = URLComponents()
        let spaced = encoded.replacing("+", with: "%20")
        guard spaced.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let isEscaped = spaced.split(separator: "%", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            part.utf8.prefix(2).count(where: { Character(UnicodeScalar($0)).isHexDigit }) == 2
        }
        guard isEscaped else { return nil }
        components.percentEncodedQuery = spaced
        items = components.queryItems ?? []
    }

    /// The first value of a field; `nil` when absent.
    subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }
}
