/// Fields that are lists, come several times, or should not but do.
extension HTTPHeaders {
    /// The members of a field that is a list, over all fields of the name, blanks and empty members left out.
    ///
    /// Source: RFC 9110, 5.6.1; not for fields whose members hold quoted commas, or dates.
    package func members(_ name: String) -> [String] {
        all(name).flatMap { $0.split(separator: ",") }
            .map { member in String(member.drop(while: Self.isBlank).reversed().drop(while: Self.isBlank).reversed()) }
            .filter { !$0.isEmpty }
    }

    /// The value of a field that is given once, however often it is repeated: proxies repeat what the server behind them said.
    ///
    /// - Returns: `nil` when there is none; `.failure` when the repetitions differ, or it has no value.
    package func repeated(_ name: String) -> Result<String, ContradictoryField>? {
        guard self[name] != nil else { return nil }
        let values = members(name)
        guard let first = values.first, values.allSatisfy({ $0 == first }) else {
            return .failure(ContradictoryField())
        }
        return .success(first)
    }

    /// A field that says two things.
    package struct ContradictoryField: Error, Hashable, Sendable {
        package init() {}
    }

    /// Whether the body is not as it was stored, so that it could only be read after decoding.
    ///
    /// An empty field, and `identity` in any list, mean nothing; nor does `aws-chunked`, which object stores keep of how a file was uploaded.
    ///
    /// Source: RFC 9110, 8.4 (`identity` should not be sent, and is).
    package var isBodyEncoded: Bool {
        members("content-encoding").contains { !["identity", "aws-chunked"].contains($0.lowercased()) }
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
