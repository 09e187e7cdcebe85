internal import Foundation

/// Goes over the elements of one of the file's lists, or over null in its place.
struct ImportElements {
    private(set) var scan: ImportScan
    private let kind: ImportSummary.Kind
    private let isKept: Bool
    private var isBegun = false
    private var isOver = false

    /// - Parameters:
    ///   - scan: stands before the list.
    ///   - kind: what the list holds.
    ///   - isKept: whether the elements' bytes are given, or only that they are there.
    init(_ scan: ImportScan, _ kind: ImportSummary.Kind, isKept: Bool) {
        self.scan = scan
        self.kind = kind
        self.isKept = isKept
    }

    /// The next element; `nil` behind the last, where the scan has gone over the list.
    ///
    /// - Throws: `importRefused` for what is no list, `SyntaxFault`, `TooLarge`.
    mutating func next() throws -> ImportScan.Piece? {
        if isOver { return nil }
        if isBegun {
            isOver = try !scan.takes(",")
            if isOver { try scan.expect("]") }
        } else {
            isBegun = true
            isOver = try !begins()
        }
        return isOver ? nil : try scan.value(isKept: isKept)
    }

    /// Goes over the opening bracket.
    ///
    /// - Returns: whether an element follows.
    private mutating func begins() throws -> Bool {
        if try scan.takes("[") { return try !scan.takes("]") }
        let piece = try scan.value(isKept: true)
        // What is no value at all is another fault.
        guard (try? JSONSerialization.jsonObject(with: Data(piece.bytes), options: .fragmentsAllowed)) != nil else {
            throw ImportScan.SyntaxFault.inside
        }
        guard piece.bytes == Array("null".utf8) else {
            throw RegistryError.importRefused(line: piece.line, path: kind.rawValue, problem: "must be a list")
        }
        return false
    }
}
