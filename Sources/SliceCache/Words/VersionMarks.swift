internal import ByteRanges

/// What a store says of a version besides its size; pure.
///
/// Source: RFC 9110, 8.8.1: only a strong tag changes with every byte; a weak one may stay while bytes change, but another one is another version.
struct VersionMarks: Sendable {
    let strongTag: EntityTag?
    let weakTag: EntityTag?
    let lastModified: HTTPDate?

    /// Whether both may be of the same bytes.
    func agree(with other: VersionMarks) -> Bool {
        guard strongTag == other.strongTag else { return false }
        if strongTag != nil { return true }
        if let weakTag, let otherTag = other.weakTag, weakTag != otherTag { return false }
        return lastModified == other.lastModified
    }

    /// Whether another version would be noticed by what the store says of it.
    var isRecognisable: Bool { strongTag != nil || lastModified != nil }
}

extension EntityTag {
    /// Itself when it is strong.
    var strong: EntityTag? { isWeak ? nil : self }
    /// Itself when it is weak.
    var weak: EntityTag? { isWeak ? self : nil }
}
