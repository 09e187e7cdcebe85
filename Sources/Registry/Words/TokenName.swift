/// What a token may be called, whoever makes it.
package enum TokenName {
    /// In Unicode scalars.
    package static let maximumLength = 64

    /// - Throws: `tokenNameRefused`.
    package static func check(_ name: String) throws(RegistryError) {
        guard !name.isEmpty, name.unicodeScalars.count <= maximumLength else {
            throw .tokenNameRefused(problem: "must have 1 to \(maximumLength) characters")
        }
        guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .tokenNameRefused(problem: "must not have control characters")
        }
        guard name.first?.isWhitespace == false, name.last?.isWhitespace == false else {
            throw .tokenNameRefused(problem: "must not begin or end with a space")
        }
        // What stands so in an address means another one.
        guard name != ".", name != ".." else {
            throw .tokenNameRefused(problem: "must not be a point or two alone")
        }
    }
}
