import SliceCache
import Synchronization

/// A disk that fails when it is told to, above a real one.
final class FaultySliceFiles: SliceFiles {
    struct Faults: Sendable {
        /// Bytes that may still be written; `nil` for no limit.
        var roomBytes: Int?
        var failsOpening = false
        var failsReading = false
        /// How often bytes were read so far.
        var reads = 0
    }

    private let disk: DiskSliceFiles
    private let faults = Mutex(Faults())

    init(folder: String) throws {
        disk = try DiskSliceFiles(folder: folder + "/audio")
    }

    /// Changes what fails from now on.
    func set(_ change: (inout Faults) -> Void) {
        faults.withLock { change(&$0) }
    }

    func open(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        if faults.withLock({ $0.failsOpening }) { throw .failed(errno: 5) }
        return FaultySliceFile(file: try disk.open(number), files: self)
    }

    func remove(_ number: Int64) { disk.remove(number) }

    func all() -> [Int64] { disk.all() }

    var reads: Int { faults.withLock { $0.reads } }

    fileprivate func takeRoom(_ count: Int) throws(SliceFileError) {
        let fits = faults.withLock { faults in
            guard let roomBytes = faults.roomBytes else { return true }
            faults.roomBytes = max(0, roomBytes - count)
            return count <= roomBytes
        }
        if !fits { throw .full }
    }

    fileprivate func checkReading() throws(SliceFileError) {
        let fails = faults.withLock { faults in
            faults.reads += 1
            return faults.failsReading
        }
        if fails { throw .failed(errno: 5) }
    }
}

private struct FaultySliceFile: SliceFile {
    let file: any SliceFile
    let files: FaultySliceFiles

    func read(_ range: Range<Int64>, into target: UnsafeMutableRawBufferPointer) throws(SliceFileError) {
        try files.checkReading()
        try file.read(range, into: target)
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws(SliceFileError) {
        try files.takeRoom(bytes.count)
        try file.write(bytes, at: offset)
    }
}
