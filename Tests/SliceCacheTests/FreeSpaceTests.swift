import SliceCache
import Storage
import Testing

@Suite("Free space between two looks")
struct FreeSpaceTests {
    struct Case: Sendable {
        var freeBytes: Int64 = 500
        var bytes: Int64 = 0
        var now: Int64 = 10
        var isDue = false
        var lack: Int64 = 0
    }

    private static let floorBytes: Int64 = 100

    /// What is known after a look at second 10.
    private func seen(_ freeBytes: Int64, writing bytes: Int64 = 0) -> (space: FreeSpace, lack: Int64) {
        var space = FreeSpace()
        _ = space.isLookDue(writing: bytes, now: 10)
        let disk = DiskSpace(freeBytes: freeBytes, totalBytes: 1_000)
        let lack = space.saw(disk, floorBytes: Self.floorBytes, writing: bytes, now: 10)
        return (space, lack)
    }

    private func isDue(_ space: inout FreeSpace, writing bytes: Int64, now: Int64 = 10) -> Bool {
        space.isLookDue(writing: bytes, now: now)
    }

    @Test(
        "A look is due when the expected room is used up, when it is old, and when the clock was set back",
        arguments: [
            Case(), Case(bytes: 400), Case(bytes: 401, isDue: true), Case(now: 9, isDue: true),
            Case(now: 10 + FreeSpace.lookPeriodSeconds, isDue: true),
        ]
    )
    func due(row: Case) {
        var fresh = FreeSpace()
        let isFirstDue = isDue(&fresh, writing: 0, now: row.now)
        #expect(isFirstDue)
        var space = seen(row.freeBytes).space
        let isLookDue = isDue(&space, writing: row.bytes, now: row.now)
        #expect(isLookDue == row.isDue)
    }

    @Test("One looks for all")
    func one() {
        var space = FreeSpace()
        let asked = [isDue(&space, writing: 1), isDue(&space, writing: 1)]
        #expect(asked == [true, false])
        _ = space.saw(DiskSpace(freeBytes: 0, totalBytes: 1), floorBytes: 1, writing: 1, now: 10)
        let isDueAgain = isDue(&space, writing: 1)
        #expect(isDueAgain)
    }

    @Test(
        "What lacks is what the floor wants and what is about to be written",
        arguments: [
            Case(freeBytes: 100), Case(freeBytes: 100, bytes: 1, lack: 1), Case(freeBytes: 0, bytes: 5, lack: 105),
            Case(freeBytes: 99, lack: 1), Case(freeBytes: 500, bytes: 400),
        ]
    )
    func lack(row: Case) {
        #expect(seen(row.freeBytes, writing: row.bytes).lack == row.lack)
    }

    @Test("What was freed counts before the disk tells of it")
    func freed() {
        var (space, lack) = seen(0)
        space.freed(lack + 50)
        let due = [isDue(&space, writing: 50), isDue(&space, writing: 1)]
        #expect(due == [false, true])
    }

    @Test("A disk that cannot tell holds nobody up")
    func unknown() {
        var space = FreeSpace()
        _ = isDue(&space, writing: 0)
        let lack = space.saw(nil, floorBytes: 0, writing: 1 << 40, now: 10)
        #expect(lack == 0)
        let isDueAgain = isDue(&space, writing: 1 << 40)
        #expect(!isDueAgain)
    }

    struct Floor: Sendable {
        var configured: Int64 = 0
        let totalBytes: Int64
        let bytes: Int64
    }

    @Test(
        "The floor is a twentieth of the disk within bounds, or what is configured",
        arguments: [
            Floor(totalBytes: 50 << 20, bytes: 25 << 20), Floor(totalBytes: 100 << 20, bytes: 32 << 20),
            Floor(totalBytes: 2_000_000_000, bytes: 100_000_000), Floor(totalBytes: 1 << 40, bytes: 1 << 30),
            Floor(configured: 7, totalBytes: 50 << 20, bytes: 7),
            Floor(configured: 1 << 40, totalBytes: 50 << 20, bytes: 1 << 40),
        ]
    )
    func floor(row: Floor) {
        var limits = SliceCacheLimits()
        limits.minimumFreeBytes = row.configured
        #expect(limits.floorBytes(of: DiskSpace(freeBytes: 0, totalBytes: row.totalBytes)) == row.bytes)
    }
}
