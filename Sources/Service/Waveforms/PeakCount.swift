internal import ByteRanges

/// How many peaks of each channel a page wants to draw.
struct PeakCount: Hashable, Sendable {
    static let permitted = 50...2_000
    static let usual = 1_000
    static let field = QueryField.wholeNumber("count", in: permitted)

    let value: Int

    /// Reads the query's `count`.
    ///
    /// - Throws: 400 when it is not a number that is permitted.
    init(_ query: QueryValues) throws(Problem) {
        value = try query[Self.field] ?? Self.usual
    }

    /// The strong tag of so many peaks of the audio with this tag; `nil` when that one is too long to be added to.
    func entityTag(of audio: EntityTag) -> EntityTag? {
        EntityTag("\"\(audio.opaque)-peaks\(PeaksDocument.version)-\(value)\"")
    }
}
