internal import ByteRanges

/// How many peaks of each channel a page wants to draw.
struct PeakCount: Hashable, Sendable {
    static let permitted = 50...2_000
    static let usual = 1_000

    let value: Int

    /// Reads the query's `count`.
    ///
    /// - Throws: 400 when it is not a number that is permitted.
    init(_ text: Substring?) throws(Problem) {
        guard let text else {
            value = Self.usual
            return
        }
        guard let value = Int(text), Self.permitted.contains(value) else {
            throw Problem(
                status: 400,
                code: "badQuery",
                title: "Bad query",
                detail:
                    "count must be a whole number from \(Self.permitted.lowerBound) to \(Self.permitted.upperBound)."
            )
        }
        self.value = value
    }

    /// The strong tag of so many peaks of the audio with this tag; `nil` when that one is too long to be added to.
    func entityTag(of audio: EntityTag) -> EntityTag? {
        EntityTag("\"\(audio.opaque)-peaks\(PeaksDocument.version)-\(value)\"")
    }
}
