internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// The files that one event loop sends from, each with a handle of the loop's own: NIO lets a handle be used by one at a time.
///
/// Touched on its event loop only. A handle is closed when it is put aside and nothing of it is being sent any more.
final class OpenAudioFiles {
    /// Handles kept for each event loop.
    static let maximumFiles = 128

    private final class Entry {
        let handle: NIOFileHandle
        /// Answers that are being sent from it.
        var sending = 0
        var lastUse = 0

        init(handle: NIOFileHandle) {
            self.handle = handle
        }
    }

    private var entries: [ObjectIdentifier: (recording: CachedRecording, entry: Entry)] = [:]
    private var uses = 0

    deinit {
        for item in entries.values { try? item.entry.handle.close() }
    }

    /// A part of a recording's file to send, and what to call when it was sent or will not be.
    ///
    /// - Returns: `nil` when no descriptor can be had.
    func region(of recording: CachedRecording, range: Range<Int64>) -> (region: FileRegion, done: () -> Void)? {
        guard let entry = entry(of: recording) else { return nil }
        entry.sending += 1
        let region = FileRegion(
            fileHandle: entry.handle,
            readerIndex: Int(range.lowerBound),
            endIndex: Int(range.upperBound)
        )
        return (region, { entry.sending -= 1 })
    }

    private func entry(of recording: CachedRecording) -> Entry? {
        uses += 1
        if let known = entries[ObjectIdentifier(recording)] {
            known.entry.lastUse = uses
            return known.entry
        }
        if entries.count >= Self.maximumFiles { closeOldest() }
        guard entries.count < Self.maximumFiles * 2, let descriptor = recording.duplicateDescriptor() else {
            return nil
        }
        let entry = Entry(handle: NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor))
        entry.lastUse = uses
        entries[ObjectIdentifier(recording)] = (recording, entry)
        return entry
    }

    private func closeOldest() {
        let idle = entries.filter { $0.value.entry.sending == 0 }.min {
            $0.value.entry.lastUse < $1.value.entry.lastUse
        }
        guard let idle, let item = entries.removeValue(forKey: idle.key) else { return }
        try? item.entry.handle.close()
    }
}
