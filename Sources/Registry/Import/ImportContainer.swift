/// The members of an object; those that are not expected are looked for, or counted by a tally.
struct ImportContainer<Key: CodingKey & CaseIterable> {
    private let members: KeyedDecodingContainer<Key>
    /// The first by name of those that are not expected; not looked for where a tally is kept.
    let unknown: String?

    init(_ decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        self.members = members
        if let tally = ImportTally.kept(by: decoder) {
            tally.add(Key.allCases.count { members.contains($0) })
            unknown = nil
        } else {
            unknown = try decoder.container(keyedBy: AnyMember.self).allKeys.map(\.stringValue)
                .filter { Key(stringValue: $0) == nil }.min()
        }
    }

    /// The expected keys that the object has.
    var presentKeys: [Key] { Key.allCases.filter(members.contains) }

    var codingPath: [any CodingKey] { members.codingPath }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try members.decode(type, forKey: key)
    }

    /// `nil` when absent or null.
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try members.decodeIfPresent(type, forKey: key)
    }

    // What has an overload of its own is read without asking what kind of type it is.

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try members.decodeIfPresent(type, forKey: key)
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try members.decodeIfPresent(type, forKey: key)
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try members.decodeIfPresent(type, forKey: key)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try members.decodeIfPresent(type, forKey: key)
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
