package import Foundation
internal import Glibc

/// Where the bytes of an import come from: memory, or a file that is read piece by piece.
package struct ImportSource: Sendable {
    /// How much of a file is held at once, in bytes.
    private static let pieceBytes = 1 << 20

    private enum Storage: Sendable {
        case memory(Data)
        case file(descriptor: CInt)
    }

    private let storage: Storage

    package init(_ data: Data) {
        storage = .memory(data)
    }

    /// - Parameter file: open for reading, and for as long as it is imported; one that can be read from any place, which a pipe cannot.
    package init(_ file: FileHandle) {
        storage = .file(descriptor: file.fileDescriptor)
    }

    /// The bytes from a place on, as many as come at once; none at the end.
    ///
    /// - Throws: `ImportUnreadable`.
    func bytes(at offset: Int) throws -> [UInt8] {
        switch storage {
        case .memory(let data):
            return Array(data.dropFirst(offset).prefix(Self.pieceBytes))
        case .file(let descriptor):
            var bytes = [UInt8](repeating: 0, count: Self.pieceBytes)
            let count = pread(descriptor, &bytes, bytes.count, off_t(offset))
            guard count >= 0 else { throw ImportUnreadable(problem: String(cString: strerror(errno))) }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }

    /// All bytes, unless there are more than a limit.
    func all(upTo limit: Int) throws -> Data? {
        var all = Data()
        while all.count <= limit {
            let bytes = try bytes(at: all.count)
            if bytes.isEmpty { return all }
            all.append(contentsOf: bytes)
        }
        return nil
    }
}

/// The file could not be read to its end.
struct ImportUnreadable: Error {
    let problem: String
}
