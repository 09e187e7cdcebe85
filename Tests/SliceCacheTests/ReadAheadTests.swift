import ScriptedProvider
import SliceCache
import Testing

@Suite("How far is fetched ahead", .timeLimit(.minutes(1)))
struct ReadAheadTests {
    private static let slice = CacheBench.sliceBytes
    private let map = SliceMap(sizeBytes: 1000, sliceBytes: 10)

    private func flights() -> SliceFlights {
        SliceFlights(limits: .init(joinBytes: 20, firstReadAheadBytes: 20, readAheadBytes: 80, finishBytes: 10))
    }

    @Test(
        "The window is small at first, grows with what was read, and stays within its limit",
        arguments: [(0, 20), (10, 20), (30, 30), (60, 60), (200, 80)] as [(Int64, Int64)]
    )
    func window(readBytes: Int64, windowBytes: Int64) {
        var flights = flights()
        let reader = flights.enter(0..<1000)
        let flight = flights.start(0..<1000)
        flights.move(reader, to: readBytes)
        flights.progress(flight.id, to: readBytes + windowBytes - 1)
        #expect(flights.course(of: flight.id) == .proceed)
        flights.progress(flight.id, to: readBytes + windowBytes)
        #expect(flights.course(of: flight.id) == .hold)
    }

    @Test("A lone range asks for its slices only, whoever read elsewhere", arguments: [Int64(0), 100, 240])
    func loneRange(end: Int64) {
        var flights = flights()
        let before = flights.enter(max(0, end - 20)..<end)
        flights.move(before, to: end)
        flights.leave(before)
        let reader = flights.enter(505..<565)
        let flight = flights.flightNeeded(by: reader, map: map)
        #expect(flight.map { $0.start..<$0.end } == 500..<570)
    }

    @Test("A range that goes on where another ended is fetched with a window beyond its end")
    func sequentialRange() {
        var flights = flights()
        let before = flights.enter(500..<560)
        flights.move(before, to: 560)
        flights.leave(before)
        let reader = flights.enter(560..<580)
        let flight = flights.flightNeeded(by: reader, map: map)
        #expect(flight.map { $0.start..<$0.end } == 560..<640)
    }

    @Test("A range that goes on where one that is still read will end counts too")
    func overlappingInTime() {
        var flights = flights()
        let before = flights.enter(500..<560)
        flights.move(before, to: 550)
        let reader = flights.enter(560..<580)
        let flight = flights.flightNeeded(by: reader, map: map)
        #expect(flight.map(\.end) == 640)
    }

    @Test(
        "What is fetched ahead arrives though its reader has its range, but not when the reader gave up",
        arguments: [true, false]
    )
    func goesOn(isTaken: Bool) throws {
        var flights = flights()
        let before = flights.enter(500..<560)
        flights.move(before, to: 560)
        flights.leave(before)
        let reader = flights.enter(560..<580)
        let needed = flights.flightNeeded(by: reader, map: map)
        let flight = try #require(needed)
        flights.progress(flight.id, to: 585)
        flights.move(reader, to: isTaken ? 580 : 570)
        flights.leave(reader)
        #expect(flights.course(of: flight.id) == (isTaken ? .proceed : .stop))
    }

    @Test("A range that is all there asks to be read properly once less than half a window is there beyond it")
    func passing() {
        var flights = flights()
        var map = map
        for slice in 0..<12 { map.set(.verified, of: slice) }
        let before = flights.enter(0..<40)
        flights.move(before, to: 40)
        flights.leave(before)
        let passed = [40..<60, 60..<80, 80..<100, 80..<100, 300..<310].map { flights.passes($0, map: map) }
        #expect(passed == [false, false, true, true, false])
        let reader = flights.enter(80..<100)
        flights.move(reader, to: 100)
        let flight = flights.flightAhead(of: reader, map: map)
        #expect(flight.map { $0.start..<$0.end } == 120..<180)
        let another = flights.flightAhead(of: reader, map: map)
        #expect(another == nil)
    }

    @Test("Only the latest ends are remembered")
    func bounded() {
        var flights = flights()
        for start in stride(from: Int64(0), to: 400, by: 20) {
            let reader = flights.enter(start..<start + 10)
            flights.move(reader, to: start + 10)
            flights.leave(reader)
        }
        let ends = [Int64(10), 230, 250, 390].map { end -> Int64? in
            var copy = flights
            let reader = copy.enter(end..<end + 10)
            return copy.flightNeeded(by: reader, map: map)?.end
        }
        #expect(ends == [20, 240, 280, 420])
    }

    @Test("A lone range deep in a cold recording brings its slices and no more")
    func coldSeek() async throws {
        try await withBench { bench in
            let audio = CacheBench.bytes(1_000_000)
            bench.serve(audio)
            let cache = try await bench.cache()
            #expect(try await cache.play(500_100..<501_124, from: bench.origin()) == audio.part(500_100..<501_124))
            await until { cache.totals.flights == 0 }
            #expect(bench.askedRanges == ["bytes=499712-501759"])
            #expect(cache.counters.upstreamBytes == 2 * Int(Self.slice))
            await cache.shutDown()
        }
    }

    @Test("Ranges that follow one another are there before they are asked for, by few requests and no byte twice")
    func sequentialReading() async throws {
        try await withBench { bench in
            let audio = CacheBench.bytes(400_000)
            bench.serve(audio)
            let cache = try await bench.cache(CacheBench.limits { $0.readAheadBytes = 16 * Self.slice })
            var heard: [UInt8] = []
            for number in 0..<200 {
                let start = Int64(number) * Self.slice
                let range = start..<start + Self.slice
                if number >= 2 {
                    let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .bytes(range))
                    await until { visit.recording.covers(range) }
                    #expect(visit.recording.covers(range))
                }
                heard += try await cache.play(range, from: bench.origin())
            }
            #expect(heard == audio.part(0..<200 * Self.slice))
            await until { cache.totals.flights == 0 }
            #expect(bench.store.requests.count < 50)
            #expect(cache.counters.upstreamBytes <= Int((200 + 17) * Self.slice))
            await cache.shutDown()
        }
    }

    @Test("A reader that leaves before the end of its range leaves nothing being fetched")
    func leaving() async throws {
        try await withBench { bench in
            let audio = CacheBench.bytes(4_000_000)
            bench.serve(audio)
            let cache = try await bench.cache(CacheBench.limits { $0.readAheadBytes = 1_000_000 })
            var reader: AudioReader? = try await cache.reader(0..<4_000_000, from: bench.origin())
            _ = try await reader?.next()
            await until { cache.totals.holdingFlights == 1 }
            #expect(cache.totals.storedBytes + Int64(cache.standing(of: CacheBench.key)?.cachedBytes ?? 0) < 500_000)
            reader = nil
            await until { cache.totals.flights == 0 }
            await cache.shutDown()
        }
    }
}
