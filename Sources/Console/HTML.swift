/// Markup that is safe by construction: what is written in a literal is markup, every text put into it is escaped.
///
/// `let cell: HTML = "<td title=\"\(name)\">\(name)</td>"` cannot be broken out of, whatever the name is, as long as attributes are
/// written in quotes.
package struct HTML: Sendable, Hashable {
    /// The markup itself, to be sent.
    package let text: String

    private init(markup: String) {
        text = markup
    }

    package static let empty = HTML(markup: "")

    /// Pieces one after the other.
    package init(_ parts: some Sequence<HTML>) {
        self.init(markup: parts.lazy.map(\.text).joined())
    }

    /// A text as it is to be read: no character of it is markup.
    package init(text: String) {
        self.init(markup: Self.escaped(text))
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { entity(for: $0) != nil }) else { return text }
        var markup: [UInt8] = []
        for byte in text.utf8 {
            if let entity = entity(for: byte) {
                markup.append(contentsOf: entity.utf8)
            } else {
                markup.append(byte)
            }
        }
        return String(decoding: markup, as: UTF8.self)
    }

    /// The characters that mean something in content or in a quoted attribute.
    private static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

extension HTML: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity * 2)
        }

        package mutating func appendLiteral(_ literal: String) {
            markup += literal
        }

        package mutating func appendInterpolation(_ text: String) {
            markup += HTML.escaped(text)
        }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            markup += String(number)
        }

        package mutating func appendInterpolation(_ html: HTML) {
            markup += html.text
        }

        /// Nothing, where there is nothing.
        package mutating func appendInterpolation(_ html: HTML?) {
            markup += html?.text ?? ""
        }

        package mutating func appendInterpolation(_ parts: some Sequence<HTML>) {
            for part in parts { markup += part.text }
        }
    }

    package init(stringLiteral markup: String) {
        self.init(markup: markup)
    }

    package init(stringInterpolation: StringInterpolation) {
        self.init(markup: stringInterpolation.markup)
    }
}
