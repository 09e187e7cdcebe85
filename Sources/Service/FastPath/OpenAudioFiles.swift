internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// The files that one event loop is sending from, each with a handle of the loop's own: NIO lets a handle be used by one at a time.
///
/// Touched on its event loop only. A handle is closed with the last answer that is sent from it: one kept for later would keep an evicted or purged
/// recording on the disk, where no limit counts it.
final class OpenAudioFiles {
    private struct Entry {
        /// Held, so that its identity is not another's meanwhile.
        let recording: CachedRecording
        let handle: NIOFileHandle
        /// Answers that are being sent from it.
        var sending = 0
    }

    private var entries: [ObjectIdentifier: Entry] = [:]

    deinit {
        for entry in entries.values { try? entry.handle.close() }
    }

    /// A part of a recording's file to send, and what to call when it was sent or will not be.
    ///
    /// - Returns: `nil` when no descriptor can be had.
    func region(of recording: CachedRecording, range: Range<Int64>) -> (region: FileRegion, done: () -> Void)? {
        let identity = ObjectIdentifier(recording)
        guard var entry = entries[identity] ?? open(recording) else { return nil }
        entry.sending += 1
        entries[identity] = entry
        let region = FileRegion(
            fileHandle: entry.handle,
            readerIndex: Int(range.lowerBound),
            endIndex: Int(range.upperBound)
        )
        return (region, { self.sent(identity) })
    }

    private func open(_ recording: CachedRecording) -> Entry? {
        recording.duplicateDescriptor().map {
            Entry(recording: recording, handle: NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: $0))
        }
    }

    private func sent(_ identity: ObjectIdentifier) {
        guard var entry = entries[identity] else { return }
        entry.sending -= 1
        entries[identity] = entry.sending > 0 ? entry : nil
        if entry.sending == 0 { try? entry.handle.close() }
    }
}
