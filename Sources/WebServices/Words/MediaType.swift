/// The type of a body and its parameters, as `Content-Type` says them; pure.
///
/// Source: RFC 9110 §5.6.6 (parameters) and §8.3.1 (media types).
struct MediaType: Sendable {
    /// As much of a field as is looked at, in bytes.
    static let maximumBytes = 1_024

    /// Type and subtype, in lower case.
    let name: String
    /// The parameters in their order, names in lower case, values without their quotes.
    let parameters: [(name: String, value: String)]

    /// Reads a field's value; what is no parameter in it is passed over.
    init(_ field: String) {
        var rest = Array(field.utf8.prefix(Self.maximumBytes))[...]
        let type = Self.take(&rest) { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }
        name = PropertyText.trimmed(type).lowercased()
        var parameters: [(name: String, value: String)] = []
        while rest.first == UInt8(ascii: ";") {
            rest = rest.dropFirst()
            let name = PropertyText.trimmed(Self.take(&rest) { !"=;,".utf8.contains($0) }).lowercased()
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop(while: Self.isSpace)
            parameters.append((name, rest.first == UInt8(ascii: "\"") ? Self.quoted(&rest) : Self.word(&rest)))
            // What follows a value up to the next parameter belongs to none.
            _ = Self.take(&rest) { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }
        }
        self.parameters = parameters
    }

    /// The values of a parameter, each once, without regard to case.
    func values(of name: String) -> Set<String> {
        Set(parameters.filter { $0.name == name && !$0.value.isEmpty }.map { $0.value.lowercased() })
    }

    private static func word(_ rest: inout ArraySlice<UInt8>) -> String {
        PropertyText.trimmed(take(&rest) { !";,".utf8.contains($0) })
    }

    /// What stands in quotes, in which a backslash makes the next byte one like any other.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let next = rest.popFirst() { text.append(next) } else { text.append(byte) }
        }
        return PropertyText.trimmed(String(decoding: text, as: UTF8.self))
    }

    private static func take(_ rest: inout ArraySlice<UInt8>, while isWanted: (UInt8) -> Bool) -> String {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return String(decoding: taken, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
