/// Goes through an import file from its beginning, and finds where its objects are, without making anything of them: so a file of any size is read
/// with little memory.
///
/// What it takes for an object may be no JSON; whoever decodes it finds that out. Source: RFC 8259 §2 to §7.
struct ImportScan {
    /// The bytes are not JSON, from a place on.
    struct SyntaxFault: Error {
        let offset: Int
        let problem: String

        /// Of something that is JSON by its brackets and texts alone.
        static let inside = SyntaxFault(offset: 0, problem: "a value is none")
    }

    /// A value is larger than any is read.
    struct TooLarge: Error {
        /// Where it begins, counted from 1.
        let line: Int
    }

    /// A value, as it stands in the file.
    struct Piece {
        let bytes: [UInt8]
        /// The line that it begins in, counted from 1.
        let line: Int
        /// How many members all objects in it have together: colons outside texts.
        let members: Int
    }

    private let source: ImportSource
    private var chunk: [UInt8] = []
    private var place = 0
    private var chunkOffset = 0
    private(set) var line = 1

    /// Where a scan is, for another to go on from.
    struct Mark {
        fileprivate let offset: Int
        fileprivate let line: Int
    }

    /// - Parameters:
    ///   - source: the file.
    ///   - mark: where to begin; `nil` for the beginning.
    init(_ source: ImportSource, from mark: Mark? = nil) {
        self.source = source
        chunkOffset = mark?.offset ?? 0
        line = mark?.line ?? 1
    }

    var mark: Mark { Mark(offset: offset, line: line) }

    private var offset: Int { chunkOffset + place }

    private func fault(_ problem: String) -> SyntaxFault { SyntaxFault(offset: offset, problem: problem) }

    /// Whether there is a byte at the place; reads on where the chunk is used up.
    private mutating func fill() throws -> Bool {
        guard place == chunk.count else { return true }
        chunkOffset += chunk.count
        place = 0
        chunk = try source.bytes(at: chunkOffset)
        return !chunk.isEmpty
    }

    /// The next byte that is no space between values; `nil` at the end.
    mutating func next() throws -> UInt8? {
        while try fill() {
            switch chunk[place] {
            // Space, tab, return.
            case 0x20, 0x09, 0x0D: place += 1
            case 0x0A:
                place += 1
                line += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// Whether a byte comes next, which is gone over then.
    mutating func takes(_ byte: Unicode.Scalar) throws -> Bool {
        guard try next() == UInt8(ascii: byte) else { return false }
        place += 1
        return true
    }

    /// Sees to it that nothing follows.
    mutating func end() throws {
        guard try next() == nil else { throw fault("something follows the object") }
    }

    mutating func expect(_ byte: Unicode.Scalar) throws {
        guard try takes(byte) else {
            throw fault(try next() == nil ? "unexpected end of file" : "\"\(byte)\" is missing")
        }
    }

    /// Goes over a value.
    ///
    /// - Parameter isKept: whether its bytes are given back.
    /// - Returns: the value.
    /// - Throws: `SyntaxFault` when it does not end, `TooLarge`.
    mutating func value(isKept: Bool) throws -> Piece {
        guard try next() != nil else { throw fault("unexpected end of file") }
        let firstLine = line
        var walk = ValueWalk()
        var kept: [UInt8] = []
        while !walk.isOver {
            guard try fill() else {
                if walk.isScalar { break }
                throw fault("unexpected end of file")
            }
            let start = place
            place = chunk.withUnsafeBufferPointer { walk.go(over: $0, from: start) }
            if isKept { kept.append(contentsOf: chunk[start..<place]) }
            guard kept.count <= ImportLimits.maximumObjectBytes else {
                throw TooLarge(line: firstLine)
            }
        }
        line += walk.lines
        return Piece(bytes: kept, line: firstLine, members: walk.members)
    }
}

/// The way through one value: how deep it is in brackets, and whether in a text.
private struct ValueWalk {
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    private(set) var isOver = false
    /// Ends without a sign of its own: a number, or a word.
    private(set) var isScalar = false
    private(set) var lines = 0
    private(set) var members = 0

    /// - Returns: the place behind what belongs to the value.
    mutating func go(over bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return start }
        // Every byte of a file of any size comes by here: so numbers, and nothing that is called.
        let (newline, quote, backslash, colon): (UInt8, UInt8, UInt8, UInt8) = (0x0A, 0x22, 0x5C, 0x3A)
        var place = start
        while place < bytes.count {
            let byte = base[place]
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte != quote, byte != backslash, byte != newline {
                    // As most bytes are.
                    place += 1
                    while place < bytes.count, base[place] != quote, base[place] != backslash, base[place] != newline {
                        place += 1
                    }
                    continue
                } else if byte == backslash {
                    isEscaped = true
                } else if byte == quote {
                    isInText = false
                    isOver = depth == 0
                }
            } else if byte == quote {
                isInText = true
            } else if byte | 0x20 == 0x7B {
                // An opening bracket of either kind.
                depth += 1
            } else if byte | 0x20 == 0x7D {
                // A closing one, of this value or of what it stands in.
                isOver = depth <= 1
                if depth == 0 { return place }
                depth -= 1
            } else if depth == 0 {
                // A comma, a colon or a space is no part of it.
                isOver = byte == 0x2C || byte == 0x3A || byte <= 0x20
                if isOver { return place }
                isScalar = true
            } else if byte == colon {
                members += 1
            }
            if byte == newline { lines += 1 }
            place += 1
            if isOver { return place }
        }
        return place
    }
}
