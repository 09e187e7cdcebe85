import Foundation
import Sharing
import SliceCache
import Synchronization

/// A real folder whose reads, writes and openings fail now and then while they are meant to.
final class SimulatedDisk: SliceFiles {
    private struct State {
        var random: SeededGenerator
        var isGood = true
    }

    private let disk: DiskSliceFiles
    private let state: Mutex<State>

    init(folder: String, seed: UInt64) throws {
        disk = try DiskSliceFiles(folder: folder + "/audio")
        state = Mutex(State(random: SeededGenerator(seed: seed)))
    }

    func setGood(_ isGood: Bool) {
        state.withLock { $0.isGood = isGood }
    }

    fileprivate func fails() -> Bool {
        state.withLock { !$0.isGood && $0.random.happens(0.2) }
    }

    func create(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        if fails() { throw .failed(errno: EIO) }
        return File(file: try disk.create(number), disk: self)
    }

    func open(_ number: Int64) throws(SliceFileError) -> any SliceFile {
        if fails() { throw .failed(errno: EIO) }
        return File(file: try disk.open(number), disk: self)
    }

    func remove(_ number: Int64) -> Bool { disk.remove(number) }

    func all() -> [Int64] { disk.all() }

    private struct File: SliceFile {
        let file: any SliceFile
        let disk: SimulatedDisk

        func read(_ range: Range<Int64>, into target: UnsafeMutableRawBufferPointer) throws(SliceFileError) {
            if disk.fails() { throw .failed(errno: EIO) }
            try file.read(range, into: target)
        }

        func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws(SliceFileError) {
            if disk.fails() {
                // Half of it may have reached the disk.
                try file.write(bytes.prefix(bytes.count / 2), at: offset)
                throw .full
            }
            try file.write(bytes, at: offset)
        }
    }
}
