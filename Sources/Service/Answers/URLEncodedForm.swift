internal import Foundation

/// The fields of an `application/x-www-form-urlencoded` body, as browsers send forms.
struct URLEncodedForm: Sendable {
    static let mediaType = "application/x-www-form-urlencoded"

    private let fields: [(name: String, value: String)]

    /// Reads a body; what is not well escaped is left out.
    init(_ body: String) {
        fields = body.split(separator: "&").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = texts[0], let value = texts.count > 1 ? texts[1] : "" else { return nil }
            return (name, value)
        }
    }

    /// The first value of a field.
    subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }
}
