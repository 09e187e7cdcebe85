import NIOCore
import Service
import Testing

@Suite("Who waits for an answer")
struct AnswerLineTests {
    private typealias Line = AnswerLine<String>

    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private static func waiter(_ ticket: UInt64, _ places: Set<String>, seconds: Int64 = 30) -> Line.Waiter {
        Line.Waiter(ticket: ticket, places: places, deadline: start + .seconds(seconds))
    }

    @Test("The first has the next turn for whom there is room; who lacks it elsewhere holds up nobody")
    func turns() {
        var line = Line()
        for (ticket, token) in [(1, "a"), (2, "a"), (3, "b"), (4, "a")] as [(UInt64, String)] {
            #expect(line.arrive(Self.waiter(ticket, ["all", token])) { _ in nil })
        }
        #expect(line.next { !$0.contains("a") }?.ticket == 3)
        #expect(line.next { !$0.contains("a") } == nil)
        #expect(line.next { _ in false } == nil)
        #expect(line.leave(2) == true)
        #expect(line.leave(2) == false)
        #expect(line.next { _ in true }?.ticket == 1)
        #expect(line.next { _ in true }?.ticket == 4)
        #expect(line.count == 0)
    }

    @Test("As many wait for a place as may, and each that leaves makes room")
    func limits() {
        var line = Line()
        let most: (String) -> Int? = { $0 == "all" ? 3 : $0 == "a" ? 2 : nil }
        #expect(line.arrive(Self.waiter(1, ["all", "a"]), most: most) == true)
        #expect(line.arrive(Self.waiter(2, ["all", "a"]), most: most) == true)
        #expect(line.arrive(Self.waiter(3, ["all", "a"]), most: most) == false)
        #expect(line.arrive(Self.waiter(4, ["all", "b"]), most: most) == true)
        #expect(line.arrive(Self.waiter(5, ["all", "b"]), most: most) == false)
        #expect(line.leave(4) == true)
        #expect(line.arrive(Self.waiter(6, ["all", "a"]), most: most) == false)
        #expect(line.next { _ in true }?.ticket == 1)
        #expect(line.arrive(Self.waiter(7, ["all", "a"]), most: most) == true)
        #expect(line.overdue().map(\.ticket) == [2, 7])
        #expect(line.arrive(Self.waiter(8, ["all", "a"]), most: most) == true)
    }

    @Test("Who has waited long enough is told, the others go on waiting")
    func patience() {
        var line = Line()
        for (ticket, seconds) in [(1, 30), (2, 10), (3, 30)] as [(UInt64, Int64)] {
            #expect(line.arrive(Self.waiter(ticket, ["all"], seconds: seconds)) { _ in 3 })
        }
        #expect(line.overdue(at: Self.start + .seconds(9)).isEmpty)
        #expect(line.overdue(at: Self.start + .seconds(10)).map(\.ticket) == [2])
        #expect(line.overdue(at: Self.start + .seconds(10)).isEmpty)
        #expect(line.arrive(Self.waiter(4, ["all"], seconds: 60)) { _ in 3 })
        #expect(line.overdue(at: Self.start + .seconds(31)).map(\.ticket) == [1, 3])
        #expect(line.overdue().map(\.ticket) == [4])
        #expect(line.count == 0)
    }
}
