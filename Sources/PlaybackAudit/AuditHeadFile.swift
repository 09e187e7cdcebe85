internal import Crypto
internal import Foundation
internal import Glibc
internal import Sharing
internal import Synchronization

/// `audit.head`: the number and hash of the last row, noted outside of the database after each commit, so that rows taken away at the end are missed.
///
/// Two notes take turns, each in a sector of its own: a loss of power spoils at most the one being written, and the other is older by a commit. A note is
/// never ahead of the database, whenever the process dies.
final class AuditHeadFile: Sendable {
    /// The last row's place, and of which audit.
    struct Note: Hashable, Sendable {
        let auditID: Data
        let sequence: Int64
        let hash: Data
    }

    enum Reading: Hashable, Sendable {
        case missing
        /// Neither note is right: it was changed, or is another key's.
        case spoilt
        case note(Note)
    }

    private struct Held {
        var descriptor: Int32 = -1
        var slot = 0
        var sequence: Int64 = -1
    }

    static let fileName = "audit.head"
    private static let slotBytes = 512
    private static let mode: mode_t = 0o600

    let path: String
    private let key: SymmetricKey
    private let held = Mutex(Held())

    init(path: String, key: AuditKey) {
        self.path = path
        // Of any audit with this key: it must be told that a note is right, and another audit's.
        self.key = key.derived(for: "heads")
    }

    deinit {
        let descriptor = held.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    /// What is noted.
    func read() -> Reading {
        guard let bytes = FileManager.default.contents(atPath: path) else { return .missing }
        let notes = stride(from: 0, to: bytes.count, by: Self.slotBytes).prefix(2).compactMap { start in
            note(String(decoding: bytes[start..<min(start + Self.slotBytes, bytes.count)], as: UTF8.self))
        }
        return notes.max { $0.sequence < $1.sequence }.map(Reading.note) ?? .spoilt
    }

    /// Makes the file anew, with this note alone; it is on the disk when this returns.
    ///
    /// - Returns: whether that was possible.
    func begin(with note: Note) -> Bool {
        let draft = path + "." + UUID().uuidString
        let descriptor = open(draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else { return false }
        let bytes = slot(note) + slot(note)
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, fsync(descriptor) == 0, rename(draft, path) == 0
        else {
            unlink(draft)
            close(descriptor)
            return false
        }
        AuditKeyFile.synchronizeFolder(of: path)
        held.withLock { held in
            if held.descriptor >= 0 { close(held.descriptor) }
            held = Held(descriptor: descriptor, slot: 0, sequence: note.sequence)
        }
        return true
    }

    /// Notes the last row, which is on the disk; does not wait for the disk, since an older note is right too.
    ///
    /// - Returns: whether that was possible; `true` as well where a later row is noted already.
    func note(_ note: Note) -> Bool {
        held.withLock { held in
            if held.descriptor < 0 { held.descriptor = open(path, O_WRONLY | O_CLOEXEC) }
            guard held.descriptor >= 0 else { return false }
            guard note.sequence > held.sequence else { return true }
            let bytes = slot(note)
            guard pwrite(held.descriptor, bytes, bytes.count, off_t(held.slot * Self.slotBytes)) == bytes.count else {
                return false
            }
            held.slot = 1 - held.slot
            held.sequence = note.sequence
            return true
        }
    }

    private func form(_ note: Note) -> AuditForm {
        AuditForm([note.auditID.hex, String(note.sequence), note.hash.hex])
    }

    /// A line, with spaces up to its sector's end.
    private func slot(_ note: Note) -> [UInt8] {
        let code = form(note).code(with: key)
        let line = "\(note.auditID.hex) \(note.sequence) \(note.hash.hex) \(code.hex)\n"
        return Array(line.utf8) + Array(repeating: UInt8(ascii: " "), count: Self.slotBytes - line.utf8.count)
    }

    private func note(_ slot: String) -> Note? {
        let words = slot.split(whereSeparator: \.isWhitespace)
        guard words.count == 4, let auditID = Data(hex: words[0]), let sequence = Int64(words[1]),
            let hash = Data(hex: words[2]), let code = Data(hex: words[3])
        else { return nil }
        let note = Note(auditID: auditID, sequence: sequence, hash: hash)
        return form(note).hasCode(code, with: key) ? note : nil
    }
}

extension Data {
    var hex: String {
        HexText.lowercase(self)
    }

    init?(hex: Substring) {
        guard let bytes = HexText.bytes(hex) else { return nil }
        self.init(bytes)
    }
}
