/// Reads one object of the import file key by key; whatever is wrong is thrown as an ``ImportProblem`` with its place.
struct ImportKeys<Key: CodingKey & CaseIterable> {
    let container: ImportContainer<Key>

    /// - Throws: `ImportProblem` when the object has a key that is not one of `Key`'s, so that a misspelt key is never overlooked.
    init(_ decoder: any Decoder) throws {
        container = try ImportContainer(decoder)
        guard let unknown = container.unknown else { return }
        let known = Key.allCases.map(\.stringValue).joined(separator: ", ")
        throw ImportProblem(path.appending(unknown), "the key \"\(unknown)\" is not known here; known are \(known)")
    }

    var path: ImportPath { ImportPath(container.codingPath) }

    /// The one key that the object has.
    ///
    /// - Parameter beginning: of the sentence that is said where it has none or several, and goes on with those that it may have.
    /// - Returns: the key.
    /// - Throws: `ImportProblem`.
    func only(_ beginning: String) throws -> Key {
        let present = container.presentKeys
        guard present.count == 1, let key = present.first else {
            let known = Key.allCases.map(\.stringValue).joined(separator: ", ")
            throw ImportProblem(path, "\(beginning) one of \(known)")
        }
        return key
    }

    /// A text that must be there and not be empty.
    func text(_ key: Key, maximumLength: Int) throws -> String {
        guard let text = try optionalText(key, maximumLength: maximumLength) else { throw problem(key, "is missing") }
        guard !text.isEmpty else { throw problem(key, "must not be empty") }
        return text
    }

    func optionalText(_ key: Key, maximumLength: Int) throws -> String? {
        guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
        // As most texts are: printable ASCII, of which each byte is a character.
        if text.utf8.count <= maximumLength, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
        let length = text.unicodeScalars.count
        guard length <= maximumLength else {
            throw problem(key, "has \(length) characters; at most \(maximumLength) are allowed")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw problem(key, "has a control character, such as a line break; remove it")
        }
        return text
    }

    /// A GUID: text that can stand in a URL's path as it is.
    func guid(_ key: Key) throws -> String {
        let text = try text(key, maximumLength: ImportLimits.maximumGUIDLength)
        return try checkedGUID(text, key)
    }

    func optionalGUID(_ key: Key) throws -> String? {
        guard let text = try optionalText(key, maximumLength: ImportLimits.maximumGUIDLength) else { return nil }
        return try checkedGUID(text, key)
    }

    /// A whole number from 0 to 2147483647, or another minimum; `nil` when absent or null.
    func optionalNumber(_ key: Key, atLeast minimum: Int32 = 0) throws -> Int32? {
        let number: Int32?
        do {
            guard let value = try container.decodeIfPresent(Int.self, forKey: key) else { return nil }
            number = Int32(exactly: value)
        } catch {
            // By way of Double, which takes longer: a fraction or a huge number asked for as Int makes the decoder call the whole file broken.
            number = try container.decodeIfPresent(Double.self, forKey: key).flatMap { Int32(exactly: $0) }
        }
        guard let number, number >= minimum else {
            throw problem(key, "must be a whole number from \(minimum) to \(Int32.max)")
        }
        return number
    }

    func number(_ key: Key) throws -> Int32 {
        guard let number = try optionalNumber(key) else { throw problem(key, "is missing") }
        return number
    }

    /// The number of a Telephony Server or Partition, `-1` for all of them.
    func place(_ key: Key) throws -> ScopeStatement.Place {
        guard let number = try optionalNumber(key, atLeast: -1) else { return .unsaid }
        return number == -1 ? .all : .number(number)
    }

    /// `nil` when absent or null.
    func optionalFlag(_ key: Key) throws -> Bool? {
        try container.decodeIfPresent(Bool.self, forKey: key)
    }

    func problem(_ key: Key, _ text: String) -> ImportProblem {
        ImportProblem(path.appending(key.stringValue), text)
    }

    private func checkedGUID(_ text: String, _ key: Key) throws -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, !text.isEmpty else {
            throw problem(
                key,
                "must be made of letters, digits and : - _ . such as 6917876061b72704:62272b78:17c939e2202:-7d6f"
            )
        }
        return text
    }
}
