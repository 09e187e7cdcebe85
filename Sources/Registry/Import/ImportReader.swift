internal import Foundation
internal import Sharing

/// Reads an import file: as a document, whose objects may stand in any order, or line by line, in the order in which the lines stand.
struct ImportReader {
    /// An object with its place in the file.
    struct Read: Sendable {
        let object: ImportedObject
        fileprivate let kind: ImportSummary.Kind?
        fileprivate let index: Int
        /// Where it begins, and what it is, to find the line of a fault in it.
        let piece: ImportScan.Piece

        var path: ImportPath { ImportPath(of: index, in: kind) }
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
            let problem = "the key \"\(name)\" is not known here; known are \(known)"
            throw RegistryError.importRefused(line: line, path: name, problem: problem)
        }
        guard !others.contains(where: { $0.kind == kind }) else {
            throw RegistryError.importRefused(line: line, path: name, problem: "occurs a second time in the file")
        }
        try scan.expect(":")
        let mark = scan.mark
        var elements = ImportElements(scan, kind, isKept: false)
        var count = 0
        while try elements.next() != nil { count += 1 }
        scan = elements.scan
        return List(kind: kind, count: count, mark: mark)
    }

    /// The objects of a list.
    func objects(of list: List, _ take: (Read) throws -> Void) throws {
        var elements = ImportElements(ImportScan(source, from: list.mark), list.kind, isKept: true)
        try give(list.kind, { try elements.next() }, take)
    }

    /// The objects of a file that is written line by line.
    func lines(_ take: (Read) throws -> Void) throws {
        var scan = ImportScan(source)
        try give(nil, { try scan.next() == nil ? nil : scan.value(isKept: true) }, take)
    }

    private func key(_ scan: inout ImportScan) throws -> String {
        guard try scan.next() == UInt8(ascii: "\"") else { throw ImportScan.SyntaxFault.inside }
        let piece = try scan.value(isKept: true)
        return try JSONDecoder().decode(String.self, from: Data(piece.bytes))
    }
}

// MARK: Decoding

extension ImportReader {
    private struct Batch {
        let first: Int
        var pieces: [ImportScan.Piece] = []
    }

    /// Hands on all objects; those that come next are decoded meanwhile.
    private func give(
        _ kind: ImportSummary.Kind?,
        _ next: () throws -> ImportScan.Piece?,
        _ take: (Read) throws -> Void
    ) throws {
        var first = 0
        try telling {
            try WorkAhead<Batch, [Read]>.each {
                var batch = Batch(first: first)
                while batch.pieces.count < Self.batch, let piece = try next() { batch.pieces.append(piece) }
                first += batch.pieces.count
                return batch.pieces.isEmpty ? nil : batch
            } make: { batch in
                try reads(batch, kind)
            } use: { reads in
                for read in reads { try take(read) }
            }
        }
    }

    private func reads(_ batch: Batch, _ kind: ImportSummary.Kind?) throws -> [Read] {
        zip(try objects(batch, kind), batch.pieces).enumerated().map { index, read in
            Read(object: read.0, kind: kind, index: batch.first + index, piece: read.1)
        }
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
        // Piece by piece, and not as one sequence, which would be gone through byte by byte.
        var text = Data(capacity: batch.pieces.reduce(1) { $0 + $1.bytes.count + 1 })
        for piece in batch.pieces {
            text.append(UInt8(ascii: text.isEmpty ? "[" : ","))
            text.append(contentsOf: piece.bytes)
        }
        text.append(UInt8(ascii: "]"))
        do {
            let elements: [Element] = try elements(of: text, members: batch.pieces.reduce(0) { $0 + $1.members })
            // More than there are pieces: one of them was no single value.
            guard elements.count == batch.pieces.count else { throw ImportScan.SyntaxFault.inside }
            return elements.map(object)
        } catch {
            // Once more, one by one: whose fault it is.
            for (index, piece) in batch.pieces.enumerated() {
                do {
                    _ = try JSONDecoder().decode(Element.self, from: Data(piece.bytes))
                } catch {
                    throw refusal(error, at: ImportPath(of: batch.first + index, in: kind), in: piece)
                }
            }
            throw error
        }
    }

    /// The elements of a text that has so many members: only where others were read are they looked at one by one.
    private func elements<Element: Decodable>(of text: Data, members: Int) throws -> [Element] {
        let decoder = JSONDecoder()
        let tally = ImportTally()
        tally.begin(with: decoder)
        let elements = try decoder.decode([Element].self, from: text)
        return tally.count == members ? elements : try JSONDecoder().decode([Element].self, from: text)
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

extension ImportPath {
    /// Of an element of a list, or of a line.
    fileprivate init(of index: Int, in list: ImportSummary.Kind?) {
        self.init()
        if let list { steps = [.key(list.rawValue), .index(index)] }
    }
}
