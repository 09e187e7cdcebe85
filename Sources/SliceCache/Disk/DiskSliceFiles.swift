internal import CPageCache
internal import Foundation
package import Storage
internal import Synchronization

/// Sparse files in one folder, named by their number in the index.
///
/// Reads and writes go to the page cache in pieces of at most a slice or so, which takes microseconds; they are done on the caller's thread.
package struct DiskSliceFiles: SliceFiles {
    private static let suffix = ".audio"
    private let folder: String

    /// Uses `folder`, creating it for the owner alone when it does not exist.
    package init(folder: String) throws(SliceFileError) {
        self.folder = folder
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .last }
    }

    private func path(_ number: Int64) -> String { "\(folder)/\(number)\(Self.suffix)" }

    package func create(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        try open(number, O_CREAT | O_EXCL)
    }

    package func open(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        let file = try open(number, O_NOFOLLOW)
        // Linked under another name by hand, it would be written into for two recordings.
        guard file.hasOneName else { throw .missing }
        return file
    }

    private func open(_ number: Int64, _ flags: Int32) throws(SliceFileError) -> DiskSliceFile {
        let descriptor = Foundation.open(path(number), O_RDWR | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw .last }
        return DiskSliceFile(descriptor: descriptor)
    }

    @discardableResult
    package func remove(_ number: Int64) -> Bool {
        unlink(path(number)) == 0 || errno == ENOENT
    }

    /// Seconds since 1970 at which a file was last written; 0 when that cannot be told.
    func writtenAt(_ number: Int64) -> Int {
        var status = stat()
        return stat(path(number), &status) == 0 ? status.st_mtim.tv_sec : 0
    }

    package func space() -> DiskSpace? { DiskSpace(at: folder) }

    package func all() -> [Int64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            name.hasSuffix(Self.suffix) ? Int64(name.dropLast(Self.suffix.count)) : nil
        }
    }
}

/// A file's descriptor, closed when the last reader lets go.
private final class DiskSliceFile: SliceFile {
    private let descriptor: CInt
    private let mapping = Mutex(Mapping?.none)

    /// The file in memory, and what is known of it there.
    private struct Mapping {
        let file: MappedFile
        var lately: LatelyInMemory
    }

    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    var hasOneName: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink == 1
    }

    func read(_ range: Range<Int64>, into target: UnsafeMutableRawBufferPointer) throws(SliceFileError) {
        var filled = 0
        while filled < range.count, let base = target.baseAddress {
            let count = pread(descriptor, base + filled, range.count - filled, off_t(range.lowerBound) + off_t(filled))
            if count > 0 {
                filled += count
            } else if count == 0 {
                throw .short
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    func copyIfInMemory(_ range: Range<Int64>, to target: UnsafeMutableRawBufferPointer) -> Bool {
        guard target.count >= range.count else { return false }
        // A file system that cannot tell gives an error, and the bytes are read the ordinary way.
        return pread_in_memory(descriptor, target.baseAddress, range.count, off_t(range.lowerBound)) == range.count
    }

    func sendIfInMemory(
        _ head: UnsafeRawBufferPointer,
        _ range: Range<Int64>,
        sizeBytes: Int64,
        to socket: CInt
    ) -> Int? {
        guard !range.isEmpty, range.upperBound <= sizeBytes else { return nil }
        let now = seconds_since_start()
        let found = mapping.withLock { mapping -> (file: MappedFile, isLately: Bool)? in
            if mapping == nil, let file = MappedFile(descriptor: descriptor, sizeBytes: Int(sizeBytes)) {
                mapping = Mapping(file: file, lately: LatelyInMemory(sizeBytes: sizeBytes))
            }
            return mapping.map { ($0.file, $0.lately.has(range, now: now)) }
        }
        guard let (file, isLately) = found, isLately || isInMemory(range, of: file, now: now), reaches(range.upperBound)
        else { return nil }
        return file.send(head, range, to: socket) ?? 0
    }

    /// Whether the file is so long still: of one that was cut short from outside, the system gives zeros for what its last page has behind the end.
    ///
    /// Nothing reads or writes where the descriptor stands, so moving it is the cheapest way to ask.
    private func reaches(_ end: Int64) -> Bool {
        lseek(descriptor, 0, SEEK_END) >= end
    }

    /// Asks the system, about whole parts so that the answer can be remembered; parts that are not filled yet have bytes that it cannot hold.
    private func isInMemory(_ range: Range<Int64>, of file: MappedFile, now: Int32) -> Bool {
        guard let parts = mapping.withLock({ $0?.lately.parts(of: range) }), file.isInMemory(parts) else {
            return file.isInMemory(range)
        }
        mapping.withLock { $0?.lately.found(range, now: now) }
        return true
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws(SliceFileError) {
        let failure = bytes.withUnsafeBytes { buffer -> SliceFileError? in
            var written = 0
            while written < buffer.count, let base = buffer.baseAddress {
                let count = pwrite(descriptor, base + written, buffer.count - written, off_t(offset) + off_t(written))
                if count >= 0 {
                    written += count
                } else if errno != EINTR {
                    return .last
                }
            }
            return nil
        }
        if let failure { throw failure }
    }
}

extension SliceFileError {
    /// What the last system call of this thread failed with.
    fileprivate static var last: SliceFileError {
        switch errno {
        case ENOSPC, EDQUOT: .full
        case ENOENT: .missing
        case EEXIST: .taken
        case let other: .failed(errno: other)
        }
    }
}
