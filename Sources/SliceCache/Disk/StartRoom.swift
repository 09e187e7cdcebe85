internal import Foundation
package import Storage

/// Room for databases to open on a full disk, made before they are: without it a service that was stopped by a full disk would not start again.
///
/// Nobody else may have the folder open. Which recordings were used last the index alone knows, so no more is deleted than the opening needs.
package enum StartRoom {
    /// What opening and writing the databases takes, at least and at most.
    private static let minimumBytes: Int64 = 8 << 20
    private static let maximumBytes: Int64 = 32 << 20

    /// Deletes audio, what was written longest ago first, until the disk has enough room or no audio is left.
    ///
    /// - Parameters:
    ///   - directory: the data directory.
    ///   - limits: with the floor of free space.
    ///   - look: tells the disk's room, for tests.
    /// - Returns: how many recordings were deleted.
    package static func make(
        in directory: String,
        limits: SliceCacheLimits,
        look: (String) -> DiskSpace? = { DiskSpace(at: $0) }
    ) -> Int {
        let folder = directory + "/" + DataDirectoryLock.audioFolder
        guard DiskSpace.isShared(directory, folder), let disk = look(directory) else { return 0 }
        let wanted = max(minimumBytes, min(limits.floorBytes(of: disk), maximumBytes))
        guard disk.freeBytes < wanted, let files = try? DiskSliceFiles(folder: folder) else { return 0 }
        var deleted = 0
        for number in files.oldestFirst() {
            guard let disk = look(directory), disk.freeBytes < wanted else { break }
            if files.remove(number) { deleted += 1 }
        }
        return deleted
    }
}

extension DiskSliceFiles {
    /// The numbers of all files, what was written longest ago first.
    fileprivate func oldestFirst() -> [Int64] {
        all().map { (number: $0, writtenAt: writtenAt($0)) }.sorted { $0.writtenAt < $1.writtenAt }.map(\.number)
    }
}
