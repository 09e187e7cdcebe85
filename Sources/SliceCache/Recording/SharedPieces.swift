/// The pieces that one reader of several has read last: who follows the same flight wants the same bytes at the same time; pure.
package struct SharedPieces: Sendable {
    /// Pieces kept for one recording while it has several readers.
    package static let maximumPieces = 4

    private var pieces: [(range: Range<Int64>, piece: any AudioPiece)] = []

    package init() {}

    /// The bytes of a range, if one piece has them all.
    package func piece<Piece: AudioPiece>(_ range: Range<Int64>, as kind: Piece.Type) -> Piece? {
        for kept in pieces where kept.range.lowerBound <= range.lowerBound && kept.range.upperBound >= range.upperBound
        {
            guard let piece = kept.piece as? Piece else { continue }
            let start = Int(range.lowerBound - kept.range.lowerBound)
            return kept.range == range ? piece : piece.part(start..<start + range.count)
        }
        return nil
    }

    package mutating func add(_ piece: any AudioPiece, of range: Range<Int64>) {
        if pieces.count >= Self.maximumPieces { pieces.removeFirst() }
        pieces.append((range, piece))
    }

    package mutating func removeAll() {
        if !pieces.isEmpty { pieces = [] }
    }
}
