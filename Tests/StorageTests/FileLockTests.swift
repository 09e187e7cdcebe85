import Foundation
import Storage
import Testing

/// Locks among processes, here of one that has a file open more than once.
struct FileLockTests {
    @Test("A shared lock becomes one that is held alone once nobody else shares it")
    func becomesAlone() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID().uuidString)").path
        defer { unlink(path) }
        let lock = try FileLock(making: path, .shared)
        var other: FileLock? = try FileLock(path, .shared)
        #expect(!lock.becomesAlone())
        withExtendedLifetime(other) {}
        other = nil
        #expect(lock.becomesAlone())
        #expect(throws: FileLock.Failure.taken) { try FileLock(path, .aloneNow) }
        withExtendedLifetime(lock) {}
    }
}
