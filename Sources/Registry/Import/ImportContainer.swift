/// The members of an object, those that are not expected too: read once, since a decoder makes a table of all members each time that it is asked.
struct ImportContainer<Key: CodingKey> {
    private let members: KeyedDecodingContainer<AnyMember>
    /// The expected keys that the object has, in no order.
    let allKeys: [Key]
    /// The first by name of those that are not expected.
    let unknown: String?

    init(_ decoder: any Decoder) throws {
        members = try decoder.container(keyedBy: AnyMember.self)
        var keys: [Key] = []
        var unknown: String?
        for member in members.allKeys {
            if let key = Key(stringValue: member.stringValue) {
                keys.append(key)
            } else {
                unknown = min(unknown ?? member.stringValue, member.stringValue)
            }
        }
        (allKeys, self.unknown) = (keys, unknown)
    }

    var codingPath: [any CodingKey] { members.codingPath }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try members.decode(type, forKey: AnyMember(stringValue: key.stringValue))
    }

    /// `nil` when absent or null.
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try members.decodeIfPresent(type, forKey: AnyMember(stringValue: key.stringValue))
    }

    // What has an overload of its own is read without asking what kind of type it is.

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try members.decodeIfPresent(type, forKey: AnyMember(stringValue: key.stringValue))
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try members.decodeIfPresent(type, forKey: AnyMember(stringValue: key.stringValue))
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try members.decodeIfPresent(type, forKey: AnyMember(stringValue: key.stringValue))
    }
}

private struct AnyMember: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}
