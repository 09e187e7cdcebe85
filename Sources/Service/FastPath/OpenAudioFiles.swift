internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// The files that one event loop is sending from, each with a handle of the loop's own: NIO lets a handle be used by one at a time.
///
/// Touched on its event loop only. A handle is closed with the last answer that is sent from it: while it is open it keeps the bytes of a
/// recording on the disk, deleted or not.
final class OpenAudioFiles {
    /// A file held for the answers that are being sent from it.
    final class File {
        /// Held, so that its identity is not another's meanwhile.
        fileprivate let recording: CachedRecording
        fileprivate let handle: NIOFileHandle
        /// Answers that are being sent from it.
        fileprivate var sending = 0

        fileprivate init(recording: CachedRecording, handle: NIOFileHandle) {
            self.recording = recording
            self.handle = handle
        }

        /// A part of the file to send.
        func region(_ range: Range<Int64>) -> FileRegion {
            FileRegion(fileHandle: handle, readerIndex: Int(range.lowerBound), endIndex: Int(range.upperBound))
        }
    }

    private var files: [ObjectIdentifier: File] = [:]

    deinit {
        for file in files.values { try? file.handle.close() }
    }

    /// A recording's file for one answer, to be given back by ``done(with:)``; `nil` when no descriptor can be had.
    func file(of recording: CachedRecording) -> File? {
        let identity = ObjectIdentifier(recording)
        guard let file = files[identity] ?? open(recording) else { return nil }
        file.sending += 1
        files[identity] = file
        return file
    }

    /// An answer was sent from the file, or will not be.
    func done(with file: File) {
        file.sending -= 1
        guard file.sending == 0 else { return }
        files[ObjectIdentifier(file.recording)] = nil
        try? file.handle.close()
    }

    private func open(_ recording: CachedRecording) -> File? {
        recording.duplicateDescriptor().map {
            File(recording: recording, handle: NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: $0))
        }
    }
}
