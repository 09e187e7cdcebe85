internal import Foundation

/// Texts in forms and in the query of an address.
///
/// Source: RFC 6749 Appendix B; every character but those of RFC 3986 §2.3 is escaped.
enum FormText {
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
