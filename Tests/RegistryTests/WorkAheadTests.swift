import Sharing
import Synchronization
import Testing

struct WorkAheadTests {
    private struct Stop: Error {}

    @Test("Things come in their order, each made once", arguments: [0, 1, 2, 7, 100])
    func order(_ count: Int) throws {
        let made = Mutex<[Int]>([])
        var (given, used): (Int, [Int]) = (0, [])
        try WorkAhead<Int, Int>.each {
            given += 1
            return given <= count ? given : nil
        } make: { number in
            made.withLock { $0.append(number) }
            return number * 10
        } use: {
            used.append($0)
        }
        #expect(used == (0..<count).map { ($0 + 1) * 10 })
        #expect(made.withLock { $0.sorted() } == Array(0..<count).map { $0 + 1 })
    }

    @Test(
        "What goes wrong is thrown when everything before it was used, and ends everything",
        arguments: [0, 1, 2, 7, 100]
    )
    func failure(_ count: Int) throws {
        for place in ["next", "make", "use"] {
            let running = Mutex(0)
            var (given, used) = (0, 0)
            #expect(throws: Stop.self) {
                try WorkAhead<Int, Int>.each {
                    given += 1
                    if place == "next", given > count { throw Stop() }
                    return given
                } make: { number in
                    running.withLock { $0 += 1 }
                    defer { running.withLock { $0 -= 1 } }
                    if place == "make", number > count { throw Stop() }
                    return number
                } use: { number in
                    if place == "use", number > count { throw Stop() }
                    used = number
                }
            }
            #expect(used == count)
            #expect(running.withLock { $0 } == 0, "Something goes on behind the caller's back.")
        }
    }
}
