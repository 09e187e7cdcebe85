internal import Foundation
internal import Recordings
internal import Synchronization

/// New versions of recordings, and those that the index knows.
extension SliceCache {
    /// Numbers that are tried when files of others are in the way.
    private static let maximumTakenNumbers = 16

    /// Begins a version; without a file when the disk does not have it.
    ///
    /// The index is told, and not waited for: should the service end before it has taken the row, the file is one that nobody knows, and is deleted
    /// at the next start.
    func create(
        _ key: RecordingKey,
        opening: Int,
        validator: AudioValidator,
        expiresAt: Int64?
    ) throws(SliceCacheError) -> CachedRecording {
        let now = unixNow
        let (number, file) = makeFile()
        let row = SliceStore.Row(
            number: number,
            key: key,
            validator: validator,
            sliceBytes: limits.sliceBytes,
            createdAt: now,
            lastUsedAt: now,
            expiresAt: expiresAt,
            storedBytes: 0
        )
        let recording = CachedRecording(
            key: key,
            validator: validator,
            createdAt: now,
            number: file == nil ? nil : row.number,
            file: file,
            map: SliceMap(of: row),
            limits: limits
        )
        guard enlist(recording, as: file == nil ? nil : row, opening: opening) else { throw .cancelled }
        return recording
    }

    /// A new file and its number; without the file when the disk does not have it, or has no room.
    func makeFile() -> (number: Int64, file: (any SliceFile)?) {
        var failure = SliceFileError.full
        var hasMadeRoom = false
        for _ in 0..<Self.maximumTakenNumbers where hasRoom(for: 0) {
            let number = store.newNumber()
            do throws(SliceFileError) {
                return (number, try files.create(number))
            } catch {
                failure = error
                if error == .full, !hasMadeRoom {
                    hasMadeRoom = true
                    guard makeRoom() else { break }
                } else if error != .taken {
                    break
                }
            }
        }
        storageFailed(failure)
        return (store.newNumber(), nil)
    }

    /// Puts a new recording into the catalog, or among the strays when it has no file.
    ///
    /// - Returns: whether the opening is still wanted; it may have been purged or given up meanwhile.
    private func enlist(_ recording: CachedRecording, as row: SliceStore.Row?, opening: Int) -> Bool {
        let enlisting = ask { desk in
            let enlisting = desk.enlist(recording, as: row, opening: opening)
            // Here, so that whatever is written of this version or a later one comes after it; it only takes its place in the index's line.
            if enlisting.isWanted, let row {
                store.begin(row) { [weak self, weak recording] error in
                    if let recording { self?.storageBroke(recording, error) }
                }
            }
            return enlisting
        }
        if let replaced = enlisting.replaced { files.remove(replaced.row.number) }
        if !enlisting.isWanted, let row { files.remove(row.number) }
        return enlisting.isWanted
    }

    /// Opens what the index knows; `nil` when disk or index fail.
    func reopen(_ row: SliceStore.Row) async -> CachedRecording? {
        guard row.validator.sizeBytes <= limits.maximumRecordingBytes else { return nil }
        do {
            let slices = try await store.slices(of: row.number)
            let map = SliceMap(of: row, stored: slices)
            let recording = CachedRecording(
                key: row.key,
                validator: row.validator,
                createdAt: row.createdAt,
                number: row.number,
                file: try files.open(row.number),
                map: map,
                limits: limits
            )
            let now = unixNow
            return ask { $0.reopened(recording, now: now) }.isKept ? recording : nil
        } catch SliceFileError.missing {
            return nil
        } catch {
            storageFailed(error)
            return nil
        }
    }
}
