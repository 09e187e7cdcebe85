import Foundation
import SliceCache
import Storage
import Synchronization

/// A disk that fails when it is told to, above a real one.
final class FaultySliceFiles: SliceFiles {
    struct Faults: Sendable {
        /// Bytes that may still be written; `nil` for no limit.
        var roomBytes: Int?
        var failsOpening = false
        var failsReading = false
        /// The size of the disk; `nil` where it cannot tell.
        var diskBytes: Int64?
        /// How much of it others have filled.
        var othersBytes: Int64 = 0
        /// How often bytes were read so far.
        var reads = 0
    }

    private let disk: DiskSliceFiles
    private let folder: String
    private let faults = Mutex(Faults())

    init(folder: String) throws {
        self.folder = folder + "/audio"
        disk = try DiskSliceFiles(folder: self.folder)
    }

    /// Changes what fails from now on.
    func set(_ change: (inout Faults) -> Void) {
        faults.withLock { change(&$0) }
    }

    func create(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        if faults.withLock({ $0.failsOpening }) { throw .failed(errno: 5) }
        return FaultySliceFile(file: try disk.create(number), files: self)
    }

    func open(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        if faults.withLock({ $0.failsOpening }) { throw .failed(errno: 5) }
        return FaultySliceFile(file: try disk.open(number), files: self)
    }

    func remove(_ number: Int64) -> Bool {
        let size = sizeBytes(number)
        faults.withLock { faults in faults.roomBytes = faults.roomBytes.map { $0 + Int(size) } }
        return disk.remove(number)
    }

    /// What the audio leaves of the disk.
    func space() -> DiskSpace? {
        let usedBytes = all().reduce(0) { $0 + sizeBytes($1) }
        return faults.withLock { faults in
            faults.diskBytes.map {
                DiskSpace(freeBytes: max(0, $0 - faults.othersBytes - usedBytes), totalBytes: $0)
            }
        }
    }

    func sizeBytes(_ number: Int64) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(number).audio")
        return (attributes?[.size] as? Int64) ?? (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }

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
