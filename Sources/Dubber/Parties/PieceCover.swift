/// Whether known pieces can be laid over a whole text, one behind the other, with a silent one among them: pure.
///
/// Each place is looked at once, however many ways lead there: tried one after the other, a stranger's text could have billions.
struct PieceCover {
    private(set) var isSilent = false

    /// - Parameters:
    ///   - length: of the text.
    ///   - pieces: the lengths of those that begin at a place, and whether they say that nothing is told.
    init(_ length: Int, pieces: (Int) -> [(length: Int, isSilent: Bool)]) {
        // Whether a place is reached, without and with a silent piece before it.
        var isReached = Array(repeating: (without: false, with: false), count: length + 1)
        isReached[0].without = true
        for start in 0..<length where isReached[start].without || isReached[start].with {
            for piece in pieces(start) {
                let end = start + piece.length
                isReached[end].with = isReached[end].with || isReached[start].with || piece.isSilent
                isReached[end].without = isReached[end].without || isReached[start].without && !piece.isSilent
            }
        }
        isSilent = isReached[length].with
    }
}
