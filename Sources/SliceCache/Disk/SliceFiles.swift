package import Storage

/// Where the audio's bytes are kept; the seam at which tests inject failing disks.
package protocol SliceFiles: Sendable {
    /// Makes a new recording's file.
    ///
    /// - Throws: `taken` when there is one of this number, whoever made it: two must never write into one file.
    func create(_ number: Int64) throws(SliceFileError) -> any SliceFile
    /// Opens a recording's file.
    ///
    /// - Throws: `missing` when there is none.
    func open(_ number: Int64) throws(SliceFileError) -> any SliceFile
    /// Removes a recording's file; it stays readable for those who have it open.
    ///
    /// - Returns: whether there is none of this number any more.
    @discardableResult
    func remove(_ number: Int64) -> Bool
    /// The numbers of all files there are.
    func all() -> [Int64]
    /// The room of the disk that the files lie on; `nil` when it cannot be told.
    func space() -> DiskSpace?
}

extension SliceFiles {
    package func space() -> DiskSpace? { nil }
}

/// One recording's file, open for reading and writing.
package protocol SliceFile: Sendable {
    /// Exactly the bytes of `range`, put into `target`, which has room for them.
    func read(_ range: Range<Int64>, into target: UnsafeMutableRawBufferPointer) throws(SliceFileError)
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws(SliceFileError)
    /// Copies exactly the bytes of `range` when the system holds them in memory; otherwise gives `false`.
    func copyIfInMemory(_ range: Range<Int64>, to target: UnsafeMutableRawBufferPointer) -> Bool
    /// Sends `head` and the bytes of `range` to a socket when the system was lately found to hold them in memory.
    ///
    /// - Parameters:
    ///   - head: what goes before.
    ///   - range: of a file that never grows beyond `sizeBytes`.
    ///   - sizeBytes: of the whole file once it is complete.
    ///   - socket: a connected one.
    /// - Returns: how many bytes the socket took, of both together; `nil` when nothing was tried, for the bytes may not be in memory, or not in the
    ///   file any more.
    func sendIfInMemory(
        _ head: UnsafeRawBufferPointer,
        _ range: Range<Int64>,
        sizeBytes: Int64,
        to socket: CInt
    ) -> Int?
}

extension SliceFile {
    package func copyIfInMemory(_ range: Range<Int64>, to target: UnsafeMutableRawBufferPointer) -> Bool { false }
    package func sendIfInMemory(
        _ head: UnsafeRawBufferPointer,
        _ range: Range<Int64>,
        sizeBytes: Int64,
        to socket: CInt
    ) -> Int? { nil }
}

/// Why the disk did not do it.
package enum SliceFileError: Error, Sendable, Hashable {
    /// No space, or a quota reached.
    case full
    /// Fewer bytes than the index says.
    case short
    /// There is no such file.
    case missing
    /// There is such a file already.
    case taken
    /// Anything else; the number of the operating system's error.
    case failed(errno: Int32)

    /// The stable word for logs and metrics.
    package var reason: String {
        switch self {
        case .full: "diskFull"
        case .short: "fileShort"
        case .missing: "fileMissing"
        case .taken: "fileTaken"
        case .failed: "diskFailed"
        }
    }
}
