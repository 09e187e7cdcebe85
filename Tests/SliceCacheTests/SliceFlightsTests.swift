import Sharing
import SliceCache
import Testing

@Suite("Where requests for the same bytes meet")
struct SliceFlightsTests {
    private let map = SliceMap(sizeBytes: 100, sliceBytes: 10)

    private func flights() -> SliceFlights {
        SliceFlights(limits: .init(joinBytes: 20, firstReadAheadBytes: 100, readAheadBytes: 100, finishBytes: 10))
    }

    private func begin(
        _ reader: SliceFlights.ReaderID,
        _ flights: inout SliceFlights,
        _ map: SliceMap
    ) throws -> SliceFlights.Flight {
        let flight = flights.flightNeeded(by: reader, map: map)
        return try #require(flight)
    }

    @Test("The first reader starts a flight over the gap, the second joins it")
    func join() {
        var flights = flights()
        let first = flights.enter(5..<100)
        let second = flights.enter(15..<40)
        let flight = flights.flightNeeded(by: first, map: map)
        #expect(flight.map { $0.start..<$0.end } == 0..<100)
        let another = flights.flightNeeded(by: second, map: map)
        #expect(another == nil)
        #expect(flights.flightCount == 1)
    }

    @Test("A reader far ahead that has waited in vain starts its own, and the first ends at its first slice")
    func ahead() throws {
        var flights = flights()
        let first = flights.enter(0..<100)
        let second = flights.enter(57..<100)
        let before = try begin(first, &flights, map)
        let another = flights.flightNeeded(by: second, map: map)
        #expect(another == nil)
        flights.waitInVain(second, at: 57)
        let after = try begin(second, &flights, map)
        #expect(after.start..<after.end == 50..<100)
        #expect(flights[before.id]?.end == 50)
        #expect(flights.hasFlight(towards: 49) && flights.hasFlight(towards: 50))
    }

    @Test("A partly filled slice ahead has one writer all the same")
    func partialAhead() throws {
        var flights = flights()
        var map = map
        map.set(.partial(filledBytes: 7, checksum: CRC32C()), of: 5)
        let first = flights.enter(0..<100)
        let second = flights.enter(58..<100)
        let before = try begin(first, &flights, map)
        flights.waitInVain(second, at: 58)
        let after = try begin(second, &flights, map)
        #expect(after.start == 57)
        #expect(flights[before.id]?.end == 50)
    }

    @Test("Bytes that have arrived count when another flight would begin")
    func arrived() throws {
        var flights = flights()
        let first = flights.enter(0..<100)
        let second = flights.enter(57..<100)
        let flight = try begin(first, &flights, map)
        flights.waitInVain(second, at: 57)
        let written = flights.arrived(flight.id, count: 45)
        #expect(written == 45)
        let another = flights.flightNeeded(by: second, map: map)
        #expect(another == nil)
    }

    @Test("A flight that was cut short writes only what is its own")
    func cut() throws {
        var flights = flights()
        let first = flights.enter(0..<100)
        let second = flights.enter(57..<100)
        let flight = try begin(first, &flights, map)
        flights.waitInVain(second, at: 57)
        _ = flights.flightNeeded(by: second, map: map)
        let written = flights.arrived(flight.id, count: 80)
        #expect(written == 50)
        flights.progress(flight.id, to: 50)
        #expect(!flights.goesOn(flight.id))
    }

    @Test("A byte is coming once the store answered the flight towards it")
    func answered() throws {
        var flights = flights()
        let reader = flights.enter(0..<100)
        let flight = try begin(reader, &flights, map)
        #expect(!flights.isComing(50))
        flights.answered(flight.id)
        #expect(flights.isComing(0) && flights.isComing(99) && !flights.isComing(100))
    }

    @Test("A flight stops when nobody follows, unless little is left of it")
    func abandoned() throws {
        var flights = flights()
        let reader = flights.enter(0..<100)
        let flight = try begin(reader, &flights, map)
        flights.leave(reader)
        #expect(flights.abandoned == [flight.id])
        flights.progress(flight.id, to: 90)
        #expect(flights.goesOn(flight.id))
    }

    @Test("A flight begun before its reader comes goes on, but not after somebody left")
    func awaits() {
        var flights = flights()
        let flight = flights.start(0..<100)
        #expect(flights.goesOn(flight.id))
        let reader = flights.enter(70..<100)
        #expect(flights.goesOn(flight.id))
        flights.leave(reader)
        #expect(flights.abandoned == [flight.id])
        let stray = flights.start(0..<100)
        let elsewhere = flights.enter(100..<100)
        #expect(flights.goesOn(stray.id))
        flights.leave(elsewhere)
        #expect(!flights.goesOn(stray.id))
    }

    @Test("At random: one writer a slice, and who is told to wait has a flight coming that moves", arguments: 0..<200)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var flights = SliceFlights(
            limits: .init(joinBytes: 20, firstReadAheadBytes: 10, readAheadBytes: 50, finishBytes: 10)
        )
        var map = map
        var readers: [SliceFlights.ReaderID: (offset: Int64, end: Int64)] = [:]
        var fills: [SliceFlights.FlightID: SliceFill] = [:]
        for _ in 0..<400 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                let start = Int64.random(in: 0..<100, using: &random)
                let end = Int64.random(in: start..<100, using: &random) + 1
                _ = flights.passes(start..<end, map: map)
                readers[flights.enter(start..<end)] = (start, end)
            case 1:
                guard let reader = readers.keys.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &random) else {
                    continue
                }
                readers[reader] = nil
                flights.leave(reader)
            case 2:
                let slice = Int.random(in: 0..<map.sliceCount, using: &random)
                if map[slice] == .verified { map.set(.missing, of: slice) }
            case 3, 4:
                guard let id = fills.keys.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &random) else {
                    continue
                }
                guard flights.goesOn(id), var fill = fills[id] else { continue }
                let count = flights.arrived(id, count: Int.random(in: 1...25, using: &random))
                for step in fill.wrote(ArraySlice(repeating: 0, count: count)) {
                    map.set(step.standing, of: step.slice)
                }
                fills[id] = fill
                flights.progress(id, to: fill.position)
            default:
                for id in Array(fills.keys) where !flights.goesOn(id) {
                    fills[id] = nil
                    flights.end(id)
                }
                for (reader, place) in readers {
                    switch map.reading(at: place.offset, limit: place.end) {
                    case .available(let range):
                        readers[reader]?.offset = range.upperBound
                        flights.move(reader, to: range.upperBound)
                        if let flight = flights.flightAhead(of: reader, map: map) {
                            fills[flight.id] = SliceFill(at: flight.start, in: map)
                        }
                    case .missing where place.offset < place.end:
                        if Bool.random(using: &random) { flights.waitInVain(reader, at: place.offset) }
                        if let flight = flights.flightNeeded(by: reader, map: map) {
                            fills[flight.id] = SliceFill(at: flight.start, in: map)
                        }
                        #expect(flights.hasFlight(towards: place.offset), "seed \(seed)")
                        #expect(isComing(place.offset, flights, fills), "seed \(seed)")
                    default:
                        break
                    }
                }
            }
            let writing = fills.keys.compactMap { flights[$0] }.filter { $0.position < $0.end }
            let slices = writing.flatMap { Array($0.position / 10...($0.end - 1) / 10) }
            #expect(Set(slices).count == slices.count, "seed \(seed)")
        }
    }

    private func isComing(
        _ offset: Int64,
        _ flights: SliceFlights,
        _ fills: [SliceFlights.FlightID: SliceFill]
    ) -> Bool {
        fills.keys.contains { id in
            guard let flight = flights[id], flight.position <= offset, offset < flight.end else { return false }
            return flights.goesOn(id)
        }
    }
}

extension SliceFlights {
    /// Has a reader wait for as long as it does for a flight that brings nothing.
    mutating func waitInVain(_ reader: ReaderID, at offset: Int64) {
        guard beginsFarWait(reader) else { return }
        while waitsOn(reader, at: offset) {}
    }
}
