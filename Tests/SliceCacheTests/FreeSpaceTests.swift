import SliceCache
import Storage
import Testing

@Suite("Free space between two looks")
struct FreeSpaceTests {
    private func seen(free: Int64, floor: Int64 = 100, writing bytes: Int64 = 0) -> (FreeSpace, lack: Int64) {
        var space = FreeSpace()
        _ = space.isLookDue(writing: bytes, now: 10)
        let disk = DiskSpace(freeBytes: free, totalBytes: 1_000)
        return (space, space.saw(disk, floorBytes: floor, writing: bytes, now: 10))
    }

    @Test(
        "A look is due at first, when the expected room is used up, and when it is old",
        arguments: [
            (written: Int64(0), now: Int64(10), isDue: false), (400, 10, false), (401, 10, true),
            (0, 10 + FreeSpace.lookPeriodSeconds, true), (0, 9, true),
        ]
    )
    func due(written: Int64, now: Int64, isDue: Bool) {
        var fresh = FreeSpace()
        #expect(fresh.isLookDue(writing: 0, now: now))
        var (space, lack) = seen(free: 500)
        #expect(lack == 0)
        #expect(space.isLookDue(writing: written, now: now) == isDue)
    }

    @Test("One looks for all")
    func one() {
        var space = FreeSpace()
        #expect(space.isLookDue(writing: 1, now: 0))
        #expect(!space.isLookDue(writing: 1, now: 0))
        _ = space.saw(DiskSpace(freeBytes: 0, totalBytes: 1), floorBytes: 1, writing: 1, now: 0)
        #expect(space.isLookDue(writing: 1, now: 0))
    }

    @Test(
        "What lacks is what the floor wants and what is about to be written",
        arguments: [
            (free: Int64(100), bytes: Int64(0), lack: Int64(0)), (100, 1, 1), (0, 5, 105), (99, 0, 1), (500, 400, 0),
        ]
    )
    func lack(free: Int64, bytes: Int64, lack: Int64) {
        #expect(seen(free: free, writing: bytes).lack == lack)
    }

    @Test("What was freed counts before the disk tells of it")
    func freed() {
        var (space, lack) = seen(free: 0)
        space.freed(lack + 50)
        #expect(!space.isLookDue(writing: 50, now: 10))
        #expect(space.isLookDue(writing: 1, now: 10))
    }

    @Test("A disk that cannot tell holds nobody up")
    func unknown() {
        var space = FreeSpace()
        _ = space.isLookDue(writing: 0, now: 10)
        let lack = space.saw(nil, floorBytes: 0, writing: 1 << 40, now: 10)
        #expect(lack == 0)
        #expect(!space.isLookDue(writing: 1 << 40, now: 10))
    }

    @Test(
        "The floor is a twentieth of the disk within bounds, or what is configured",
        arguments: [
            (configured: Int64(0), total: Int64(50 << 20), floor: Int64(25 << 20)), (0, 100 << 20, 32 << 20),
            (0, 2 << 30, (2 << 30) / 20), (0, 1 << 40, 1 << 30), (7, 50 << 20, 7), (1 << 40, 50 << 20, 1 << 40),
        ]
    )
    func floor(configured: Int64, total: Int64, floor: Int64) {
        var limits = SliceCacheLimits()
        limits.minimumFreeBytes = configured
        #expect(limits.floorBytes(of: DiskSpace(freeBytes: 0, totalBytes: total)) == floor)
    }
}
