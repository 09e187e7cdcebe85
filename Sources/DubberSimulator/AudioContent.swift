import Crypto
import Foundation
package import NIOCore
internal import Sharing

/// The bytes of one recording's audio, and what a store says of them.
package struct AudioContent: Sendable {
    /// The longest audio file that is read into memory, in bytes.
    package static let maximumFileBytes = 256 << 20

    private enum Storage: Sendable {
        case held(ByteBuffer)
        case generated(seed: UInt64)
    }

    package let sizeBytes: Int64
    package let contentType: String
    /// The file name's extension, without the dot.
    package let fileExtension: String
    /// A strong tag with its quotes; it follows from the content alone, so that all regions give the same.
    package let entityTag: String
    private let storage: Storage

    /// Loads what a recording's source names.
    ///
    /// - Throws: ``SimulatorError/unknownExample(file:)`` or ``SimulatorError/unreadableAudio(path:)``.
    package init(_ source: SimulatedAudio, examples: ExampleRecordings) throws(SimulatorError) {
        switch source {
        case .example(let file):
            guard let example = examples[file: file] else { throw .unknownExample(file: file) }
            self.init(example.data, contentType: example.contentType)
        case .file(let path):
            guard let data = Self.read(path) else { throw .unreadableAudio(path: path) }
            self.init(data, contentType: path.lowercased().hasSuffix(".wav") ? "audio/wav" : "audio/mpeg")
        case .generated(let sizeBytes, let seed):
            self.init(
                sizeBytes: sizeBytes,
                contentType: "audio/mpeg",
                entityTag: Self.tag(of: Data("generated \(seed) \(sizeBytes)".utf8)),
                storage: .generated(seed: seed)
            )
        }
    }

    private init(_ data: Data, contentType: String) {
        self.init(
            sizeBytes: Int64(data.count),
            contentType: contentType,
            entityTag: Self.tag(of: data),
            storage: .held(ByteBuffer(bytes: data))
        )
    }

    private init(sizeBytes: Int64, contentType: String, entityTag: String, storage: Storage) {
        self.sizeBytes = sizeBytes
        self.contentType = contentType
        self.entityTag = entityTag
        self.storage = storage
        fileExtension = contentType == "audio/wav" ? "wav" : "mp3"
    }

    /// The bytes of a range that lies within the audio.
    package func bytes(in range: Range<Int64>) -> ByteBuffer {
        precondition(range.lowerBound >= 0 && range.upperBound <= sizeBytes, "A range lies within the audio.")
        switch storage {
        case .held(let buffer):
            return buffer.getSlice(at: Int(range.lowerBound), length: range.count) ?? ByteBuffer()
        case .generated(let seed):
            return Self.generate(range, seed: seed)
        }
    }

    private static func read(_ path: String) -> Data? {
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= maximumFileBytes else { return nil }
        return data
    }

    /// An object store takes MD5 for objects that were put in one piece; here it is no more than a name.
    private static func tag(of data: Data) -> String {
        let digest = Insecure.MD5.hash(data: data)
        return "\"" + HexText.lowercase(digest) + "\""
    }

    /// Each 8 bytes follow from their position alone (the SplitMix64 generator), so that any range can be made by
    /// itself.
    private static func generate(_ range: Range<Int64>, seed: UInt64) -> ByteBuffer {
        var buffer = ByteBuffer()
        let wordBytes = MemoryLayout<UInt64>.size
        let first = range.lowerBound / Int64(wordBytes)
        let byteCount = (Int(range.upperBound) + wordBytes - 1) / wordBytes * wordBytes - Int(first) * wordBytes
        // In place: a debug build takes a hundred times as long for each word that a buffer is handed.
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: byteCount) { room in
            var word = UInt64(first)
            var place = 0
            while place < byteCount {
                var mixed = seed &+ word &* 0x9E37_79B9_7F4A_7C15
                mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
                mixed ^= mixed >> 31
                room.storeBytes(of: mixed.littleEndian, toByteOffset: place, as: UInt64.self)
                word += 1
                place += wordBytes
            }
            return byteCount
        }
        return buffer.getSlice(at: Int(range.lowerBound) % wordBytes, length: range.count) ?? ByteBuffer()
    }
}
