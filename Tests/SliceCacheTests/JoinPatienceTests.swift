import SliceCache
import Testing

@Suite("Waiting for what was asked for already")
struct JoinPatienceTests {
    private static let far: Int64 = 700_000
    private let limits = SliceFlights.Limits(
        joinBytes: 256 << 10,
        firstReadAheadBytes: 128 << 10,
        readAheadBytes: 512 << 10,
        finishBytes: 64 << 10
    )

    /// How often a reader looks again, before it has waited long enough or is near.
    private func whiles(bringing pieces: [Int], isAnswered: Bool) -> (count: Int, mayWait: Bool) {
        var flights = SliceFlights(limits: limits)
        let map = SliceMap(sizeBytes: 1 << 20, sliceBytes: 64 << 10)
        let flight = flights.start(0..<1 << 20)
        if isAnswered { flights.answered(flight.id) }
        let reader = flights.enter(Self.far..<Self.far + 1)
        let own = flights.flightNeeded(by: reader, map: map)
        let (begins, again) = (flights.beginsFarWait(reader), flights.beginsFarWait(reader))
        #expect(own == nil && begins && !again)
        var count = 0
        var position: Int64 = 0
        while true {
            position += Int64(count < pieces.count ? pieces[count] : pieces.last ?? 0)
            flights.progress(flight.id, to: min(position, 1 << 20))
            count += 1
            guard flights.waitsOn(reader, at: Self.far) else { break }
        }
        return (count, flights.mayWait(reader))
    }

    @Test(
        "A far byte is waited for as long as it comes soon at the present speed",
        arguments: [
            // Nothing, little, and enough in each while; enough at first alone; so little less each time that it never gets there by itself.
            ([0], 1, false), ([50_000], 1, false), ([200_000], 3, true), ([200_000, 180_000], 3, true),
            ([300_000, 0], 2, false), ([200_000, 120_000, 80_000], 2, false),
        ]
    )
    func answered(pieces: [Int], count: Int, mayWait: Bool) {
        let waited = whiles(bringing: pieces, isAnswered: true)
        #expect(waited.count == count && waited.mayWait == mayWait)
    }

    @Test("A store that has not begun to answer is waited for no longer than half a second")
    func unanswered() {
        let waited = whiles(bringing: [0], isAnswered: false)
        #expect(waited.count == JoinPatience.maximumPeriodsUnanswered + 1 && !waited.mayWait)
    }

    @Test("Who has read on is patient anew, and who left is waited with no more")
    func anew() {
        var flights = SliceFlights(limits: limits)
        let flight = flights.start(0..<1 << 20)
        flights.answered(flight.id)
        let reader = flights.enter(Self.far..<1 << 20)
        flights.waitInVain(reader, at: Self.far)
        #expect(!flights.mayWait(reader))
        flights.move(reader, to: Self.far + 10)
        let (waitsAtOld, begins) = (flights.waitsOn(reader, at: Self.far), flights.beginsFarWait(reader))
        #expect(flights.mayWait(reader) && !waitsAtOld && begins)
        flights.leave(reader)
        let waitsOn = flights.waitsOn(reader, at: Self.far + 10)
        #expect(!waitsOn)
    }
}
