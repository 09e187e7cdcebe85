import SliceCache
import TestSupport
import Testing

@Suite("How far is fetched ahead", .timeLimit(.minutes(5)))
struct ReadAheadTests {
    private static let slice = CacheBench.sliceBytes
    private let map = SliceMap(sizeBytes: 1000, sliceBytes: 10)

    private func flights() -> SliceFlights {
        SliceFlights(
            limits: .init(
                joinBytes: 20,
                firstReadAheadBytes: 20,
                readAheadBytes: 80,
                fastReadAheadBytes: 320,
                finishBytes: 10
            )
        )
    }

    @Test(
        "What is asked for at a missing byte is little at first, and more the longer a reader has read on",
        arguments: [(0, 20), (10, 30), (30, 90), (60, 180), (200, 520), (900, 1000)] as [(Int64, Int64)]
    )
    func needed(readBytes: Int64, end: Int64) {
        var flights = flights()
        let reader = flights.enter(0..<1000)
        flights.move(reader, to: readBytes)
        let flight = flights.flightNeeded(by: reader, map: map)
        #expect(flight.map { $0.start..<$0.end } == readBytes / 10 * 10..<end)
    }

    @Test(
        "The next is asked for when half a window is left, by one flight after another",
        arguments: [
            // read, there or on its way, what is asked for
            (20, 40, nil), (30, 40, 40..<90), (100, 150, nil), (100, 130, 130..<180), (500, 520, 520..<820),
            (500, 660, nil), (990, 1000, nil),
        ] as [(Int64, Int64, Range<Int64>?)]
    )
    func ahead(readBytes: Int64, coveredBytes: Int64, asked: Range<Int64>?) {
        for isOnItsWay in [false, true] {
            var flights = flights()
            var map = map
            let thereBytes = isOnItsWay ? readBytes + 30 : coveredBytes
            for slice in 0..<Int(min(coveredBytes, thereBytes) / 10) { map.set(.verified, of: slice) }
            if isOnItsWay, coveredBytes > thereBytes { _ = flights.start(thereBytes / 10 * 10..<coveredBytes) }
            let reader = flights.enter(0..<1000)
            flights.move(reader, to: readBytes)
            let flight = flights.flightAhead(of: reader, map: map)
            #expect(flight.map { $0.start..<$0.end } == asked, "on its way: \(isOnItsWay)")
            let another = flights.flightAhead(of: reader, map: map)
            #expect(another == nil)
        }
    }

    @Test("A flight goes on to its end whether its reader reads or not, and is over when the reader leaves")
    func runsToItsEnd() throws {
        var flights = flights()
        let reader = flights.enter(0..<1000)
        let needed = flights.flightNeeded(by: reader, map: map)
        let flight = try #require(needed)
        #expect(flights.goesOn(flight.id))
        flights.progress(flight.id, to: 5)
        #expect(flights.goesOn(flight.id))
        flights.leave(reader)
        #expect(flights.abandoned == [flight.id])
    }

    @Test("What is fetched far ahead of a fast reader goes on though another reader leaves")
    func farAhead() throws {
        var flights = flights()
        var map = map
        for slice in 0..<30 { map.set(.verified, of: slice) }
        let reader = flights.enter(0..<1000)
        let other = flights.enter(0..<1000)
        flights.move(reader, to: 300)
        let near = flights.start(300..<420)
        let ahead = flights.flightAhead(of: reader, map: map)
        let far = try #require(ahead)
        #expect(far.start..<far.end == 420..<620)
        flights.leave(other)
        #expect(flights.abandoned.isEmpty)
        #expect(flights.goesOn(near.id) && flights.goesOn(far.id))
        flights.leave(reader)
        #expect(Set(flights.abandoned) == [near.id, far.id])
    }

    @Test("A store that sends all has its one flight bring what is missing, up to what is there or another brings")
    func lengthened() throws {
        var flights = flights()
        var map = map
        for slice in 50..<52 { map.set(.verified, of: slice) }
        let reader = flights.enter(0..<1000)
        let needed = flights.flightNeeded(by: reader, map: map)
        let flight = try #require(needed)
        flights.lengthen(flight.id, to: 1000, map: map)
        #expect(flights[flight.id]?.end == 500)
        let other = flights.start(300..<400)
        let third = flights.enter(700..<800)
        let far = flights.flightNeeded(by: third, map: map)
        let seek = try #require(far)
        flights.lengthen(seek.id, to: 1000, map: map)
        flights.lengthen(other.id, to: 350, map: map)
        #expect(flights[seek.id]?.end == 1000 && flights[other.id]?.end == 400)
    }

    @Test("A lone range asks for its slices only, whoever read elsewhere", arguments: [Int64(0), 100, 240])
    func loneRange(end: Int64) {
        var flights = flights()
        let before = flights.enter(max(0, end - 20)..<end)
        flights.move(before, to: end)
        flights.leave(before)
        let reader = flights.enter(505..<522)
        let flight = flights.flightNeeded(by: reader, map: map)
        #expect(flight.map { $0.start..<$0.end } == 500..<530)
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
        #expect(flights.goesOn(flight.id) == isTaken)
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
        try await withCache { bench, cache async throws in
            let audio = CacheBench.bytes(1_000_000)
            bench.serve(audio)
            #expect(try await cache.play(500_100..<501_124, from: bench.origin()) == audio.part(500_100..<501_124))
            await cache.workEnds()
            #expect(bench.askedRanges == ["bytes=499712-501759"])
            #expect(cache.counters.upstreamBytes == 2 * Int(Self.slice))
        }
    }

    @Test("Ranges that follow one another are there before they are asked for, by few requests and no byte twice")
    func sequentialReading() async throws {
        try await withCache(
            CacheBench.limits {
                $0.firstReadAheadSlices = 2
                $0.readAheadBytes = 16 * Self.slice
            }
        ) { bench, cache in
            let audio = CacheBench.bytes(400_000)
            bench.serve(audio)
            var heard: [UInt8] = []
            for number in 0..<200 {
                let start = Int64(number) * Self.slice
                let range = start..<start + Self.slice
                if number >= 2 {
                    let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .bytes(range))
                    await cache.workEnds()
                    #expect(visit.recording.covers(range))
                }
                heard += try await cache.play(range, from: bench.origin())
            }
            #expect(heard == audio.part(0..<200 * Self.slice))
            await cache.workEnds()
            #expect(bench.store.requests.count < 50)
            #expect(cache.counters.upstreamBytes <= Int((200 + 17) * Self.slice))
        }
    }

    @Test("A reader that leaves before the end of its range leaves nothing being fetched")
    func leaving() async throws {
        try await withCache(CacheBench.limits { $0.readAheadBytes = 1_000_000 }) { bench, cache in
            let audio = CacheBench.bytes(4_000_000)
            bench.serve(audio, tweaks: [.stallAfter(20_000)])
            var reader: AudioReader? = try await cache.reader(0..<4_000_000, from: bench.origin())
            _ = try await reader?.next()
            #expect(cache.totals.flights == 1)
            reader = nil
            await cache.workEnds()
        }
    }
}
