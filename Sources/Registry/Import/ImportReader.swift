internal import Foundation

/// Reads an import file: as a document, whose objects may stand in any order, or line by line, in the order in which the lines stand.
struct ImportReader {
    /// An object with its place in the file.
    struct Read {
        let object: ImportedObject
        let path: ImportPath
        /// Where it begins, and what it is, to find the line of a fault in it.
        let piece: ImportScan.Piece
    }

    /// How many objects are decoded at once: a decoder costs as much as several.
    private static let batch = 256

    let source: ImportSource

    /// Whether each object stands by itself, saying what it is.
    ///
    /// - Throws: `importRefused`.
    func isLineByLine() throws -> Bool {
        try telling {
            var scan = ImportScan(source)
            guard try scan.takes("{"), try scan.next() == UInt8(ascii: "\"") else { return false }
            let key = try key(&scan)
            return ImportedLine.CodingKeys(rawValue: key) != nil
        }
    }

    /// A list of a document: what it holds, where it is, and how many elements it has.
    struct List {
        let kind: ImportSummary.Kind
        let count: Int
        fileprivate let mark: ImportScan.Mark
    }

    /// The lists that a document has.
    ///
    /// - Throws: `importRefused` for what is no such document.
    func lists() throws -> [List] {
        try telling {
            var scan = ImportScan(source)
            var lists: [List] = []
            try scan.expect("{")
            if try !scan.takes("}") {
                repeat { lists.append(try list(&scan, after: lists)) } while try scan.takes(",")
                try scan.expect("}")
            }
            try scan.end()
            return lists
        }
    }

    private func list(_ scan: inout ImportScan, after others: [List]) throws -> List {
        _ = try scan.next()
        let line = scan.line
        let name = try key(&scan)
        guard let kind = ImportSummary.Kind(rawValue: name) else {
            let known = ImportSummary.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw refusal(line, name, "the key \"\(name)\" is not known here; known are \(known)")
        }
        guard !others.contains(where: { $0.kind == kind }) else {
            throw refusal(line, name, "occurs a second time in the file")
        }
        try scan.expect(":")
        let mark = scan.mark
        return List(kind: kind, count: try elements(&scan, kind, isKept: false) { _ in }, mark: mark)
    }

    /// The objects of a list.
    func objects(of list: List, _ take: (Read) throws -> Void) throws {
        try telling {
            var scan = ImportScan(source, from: list.mark)
            var batch = Batch()
            _ = try elements(&scan, list.kind, isKept: true) { piece in
                batch.pieces.append(piece)
                if batch.pieces.count == Self.batch { try give(&batch, of: list.kind, take) }
            }
            try give(&batch, of: list.kind, take)
        }
    }

    /// The objects of a file that is written line by line.
    func lines(_ take: (Read) throws -> Void) throws {
        try telling {
            var scan = ImportScan(source)
            var batch = Batch()
            while try scan.next() != nil {
                batch.pieces.append(try scan.value(isKept: true))
                if batch.pieces.count == Self.batch { try give(&batch, of: nil, take) }
            }
            try give(&batch, of: nil, take)
        }
    }

    private struct Batch {
        var first = 0
        var pieces: [ImportScan.Piece] = []
    }

    private func key(_ scan: inout ImportScan) throws -> String {
        guard try scan.next() == UInt8(ascii: "\"") else { throw ImportScan.SyntaxFault.inside }
        let piece = try scan.value(isKept: true)
        return try JSONDecoder().decode(String.self, from: Data(piece.bytes))
    }

    /// Goes over a list, or over null in its place.
    ///
    /// - Returns: how many elements it has.
    private func elements(
        _ scan: inout ImportScan,
        _ kind: ImportSummary.Kind,
        isKept: Bool,
        _ take: (ImportScan.Piece) throws -> Void
    ) throws -> Int {
        guard try scan.takes("[") else {
            let piece = try scan.value(isKept: true)
            // What is no value at all is another fault.
            guard (try? JSONSerialization.jsonObject(with: Data(piece.bytes), options: .fragmentsAllowed)) != nil else {
                throw ImportScan.SyntaxFault.inside
            }
            guard piece.bytes == Array("null".utf8) else { throw refusal(piece.line, kind.rawValue, "must be a list") }
            return 0
        }
        if try scan.takes("]") { return 0 }
        var count = 0
        repeat {
            try take(try scan.value(isKept: isKept))
            count += 1
        } while try scan.takes(",")
        try scan.expect("]")
        return count
    }
}

// MARK: Decoding

extension ImportReader {
    /// Decodes what has come together, and hands it on.
    private func give(
        _ batch: inout Batch,
        of kind: ImportSummary.Kind?,
        _ take: (Read) throws -> Void
    ) throws {
        guard !batch.pieces.isEmpty else { return }
        let objects = try objects(batch, kind)
        for (index, (object, piece)) in zip(objects, batch.pieces).enumerated() {
            try take(Read(object: object, path: path(kind, batch.first + index), piece: piece))
        }
        batch = Batch(first: batch.first + batch.pieces.count)
    }

    private func objects(_ batch: Batch, _ kind: ImportSummary.Kind?) throws -> [ImportedObject] {
        switch kind {
        case .telephonyServers?: try decode(batch, kind) { .telephonyServer($0) }
        case .partitions?: try decode(batch, kind) { .partition($0) }
        case .callRecInts?: try decode(batch, kind) { .entry($0) }
        case .users?: try decode(batch, kind) { .user($0) }
        case nil: try decode(batch, kind) { (line: ImportedLine) in line.object }
        }
    }

    private func decode<Element: Decodable>(
        _ batch: Batch,
        _ kind: ImportSummary.Kind?,
        _ object: (Element) -> ImportedObject
    ) throws -> [ImportedObject] {
        var text = Data("[".utf8)
        text.append(contentsOf: batch.pieces.map(\.bytes).joined(separator: [UInt8(ascii: ",")]))
        text.append(UInt8(ascii: "]"))
        do {
            let elements = try JSONDecoder().decode([Element].self, from: text)
            // More than there are pieces: one of them was no single value.
            guard elements.count == batch.pieces.count else { throw ImportScan.SyntaxFault.inside }
            return elements.map(object)
        } catch {
            // Once more, one by one: whose fault it is.
            for (index, piece) in batch.pieces.enumerated() {
                do {
                    _ = try JSONDecoder().decode(Element.self, from: Data(piece.bytes))
                } catch {
                    throw refusal(error, at: path(kind, batch.first + index), in: piece)
                }
            }
            throw error
        }
    }

    private func path(_ kind: ImportSummary.Kind?, _ index: Int) -> ImportPath {
        kind.map { ImportPath(.key($0.rawValue), .index(index)) } ?? ImportPath()
    }
}

// MARK: Refusals

extension ImportReader {
    /// Makes refusals of what is wrong with the file as a whole.
    private func telling<Value>(_ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let fault as ImportScan.SyntaxFault {
            throw refusal(fault)
        } catch is DecodingError {
            throw refusal(ImportScan.SyntaxFault.inside)
        } catch let error as ImportScan.TooLarge {
            let problem = "an object has more than \(ImportLimits.maximumObjectBytes) bytes"
            throw RegistryError.importRefused(line: error.line, path: "", problem: problem)
        } catch let error as ImportUnreadable {
            throw RegistryError.importRefused(line: nil, path: "", problem: "the file cannot be read: \(error.problem)")
        }
    }

    /// What keeps the file from being JSON: in the words of who reads all of it, where it is not too large for that.
    private func refusal(_ fault: ImportScan.SyntaxFault) -> RegistryError {
        if let data = try? source.all(upTo: ImportLimits.maximumReadAgainBytes) {
            return JSONSyntaxFault(in: data).refusal
        }
        return .importRefused(
            line: try? line(at: fault.offset),
            path: "",
            problem: "the file is not valid JSON: \(fault.problem)"
        )
    }

    private func line(at offset: Int) throws -> Int {
        var (line, place) = (1, 0)
        while place < offset {
            let bytes = try source.bytes(at: place).prefix(offset - place)
            guard !bytes.isEmpty else { break }
            line += bytes.count { $0 == UInt8(ascii: "\n") }
            place += bytes.count
        }
        return line
    }

    private func refusal(_ line: Int, _ path: String, _ problem: String) -> RegistryError {
        .importRefused(line: line, path: path, problem: problem)
    }

    /// What is wrong with an object, which others may have found out.
    func refusal(_ problem: ImportProblem, of read: Read) -> RegistryError {
        refusal(problem, at: read.path, in: read.piece)
    }

    private func refusal(_ error: any Error, at path: ImportPath, in piece: ImportScan.Piece) -> RegistryError {
        guard let problem = ImportProblem(of: error) else {
            return JSONSyntaxFault(in: Data(piece.bytes)).refusal(from: piece.line)
        }
        return refusal(problem, at: path, in: piece)
    }

    private func refusal(_ problem: ImportProblem, at path: ImportPath, in piece: ImportScan.Piece) -> RegistryError {
        let line = ImportLineLocator(Data(piece.bytes)).line(of: problem.path) ?? 1
        return .importRefused(
            line: piece.line + line - 1,
            path: path.appending(problem.path).description,
            problem: problem.text
        )
    }
}

extension ImportScan.SyntaxFault {
    /// Of something that is JSON by its brackets and texts alone.
    fileprivate static let inside = ImportScan.SyntaxFault(offset: 0, problem: "a value is none")
}
