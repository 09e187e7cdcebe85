/// Where requests for the same bytes meet: the fetches under way for one recording and the readers that follow them; pure.
///
/// A reader at a missing byte joins a flight that is about to get there, or starts one of its own; a flight that another one was started ahead of
/// ends where that one began. What was asked for already is not asked for again as long as it comes quickly (record 0048). A flight brings at most a window beyond the reader that it is started for, which grows as that reads on, and then ends
/// by itself, so that nobody who pauses or listens slowly keeps the store waiting; the next is started before the reader gets there. It stops
/// early when nobody follows it.
package struct SliceFlights: Sendable {
    package struct Limits: Hashable, Sendable {
        /// How far ahead of a flight a reader may be and still wait for it rather than start another.
        package var joinBytes: Int64
        /// How far a flight may run ahead of a reader that has just arrived, or sought.
        package var firstReadAheadBytes: Int64
        /// How far a flight may run ahead of a reader that has read on for long.
        package var readAheadBytes: Int64
        /// How far it may run ahead of one that takes the bytes as fast as they come.
        package var fastReadAheadBytes: Int64
        /// A flight that nobody follows goes on when no more than this is left of it.
        package var finishBytes: Int64

        package init(
            joinBytes: Int64,
            firstReadAheadBytes: Int64,
            readAheadBytes: Int64,
            fastReadAheadBytes: Int64 = 0,
            finishBytes: Int64
        ) {
            self.joinBytes = joinBytes
            self.fastReadAheadBytes = max(readAheadBytes, fastReadAheadBytes)
            self.readAheadBytes = max(1, readAheadBytes)
            self.firstReadAheadBytes = min(max(1, firstReadAheadBytes), self.readAheadBytes)
            self.finishBytes = finishBytes
        }
    }

    package struct FlightID: Hashable, Sendable {
        fileprivate let number: Int
    }

    package struct ReaderID: Hashable, Sendable {
        fileprivate let number: Int
    }

    package struct Flight: Hashable, Sendable {
        package let id: FlightID
        package let start: Int64
        /// The next byte to arrive.
        package fileprivate(set) var position: Int64
        /// The end of the bytes that have arrived and are being written; never before ``position``.
        fileprivate(set) var arrived: Int64
        /// Where it ends; may move down when another flight begins ahead of it.
        package fileprivate(set) var end: Int64
        /// Whether the store has begun to send what was asked for.
        fileprivate(set) var isAnswered = false
        /// Whether the reader that it was begun for is still to come: nobody followed it yet, and nobody left.
        fileprivate var awaitsReader = true
    }

    struct Reader: Sendable {
        /// Where its reading on began: where this range does, or one that others continued up to it.
        let runStart: Int64
        let start: Int64
        var offset: Int64
        let end: Int64
        /// How it waits for a flight that is farther from it than readers always wait for.
        var waiting = JoinPatience()
    }

    let limits: Limits
    private(set) var flights: [FlightID: Flight] = [:]
    var readers: [ReaderID: Reader] = [:]
    /// What was read lately by readers that have gone.
    var trails = ReadTrails()
    private var lastNumber = 0

    /// A flight's readers wait at most ``Limits/joinBytes``, which must be a slice or more: a slice has one writer.
    package init(limits: Limits) {
        self.limits = limits
    }

    package var flightCount: Int { flights.count }
    package var readerCount: Int { readers.count }

    package subscript(flight: FlightID) -> Flight? { flights[flight] }

    private mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// A reader of `range` arrives.
    package mutating func enter(_ range: Range<Int64>) -> ReaderID {
        let id = ReaderID(number: nextNumber())
        readers[id] = Reader(
            runStart: runStart(upTo: range.lowerBound) ?? range.lowerBound,
            start: range.lowerBound,
            offset: range.lowerBound,
            end: range.upperBound
        )
        noteFollowers()
        return id
    }

    /// A reader has taken everything below `offset`.
    package mutating func move(_ reader: ReaderID, to offset: Int64) {
        readers[reader]?.offset = offset
        readers[reader]?.waiting = JoinPatience()
    }

    /// A reader goes; flights that were begun for it wait no longer.
    package mutating func leave(_ reader: ReaderID) {
        if let gone = readers.removeValue(forKey: reader), gone.start < gone.end, gone.offset >= gone.end {
            trails.add(start: gone.start, end: gone.end, runStart: gone.runStart)
        }
        for flight in flights.keys { flights[flight]?.awaitsReader = false }
    }

    /// A reader stands at a missing byte.
    ///
    /// - Returns: a new flight to be started, or `nil` when one is on its way to the byte already.
    package mutating func flightNeeded(by reader: ReaderID, map: SliceMap) -> Flight? {
        guard let reader = readers[reader] else { return nil }
        return flightNeeded(
            at: reader.offset,
            limit: limit(of: reader, map: map),
            map: map,
            isPatient: !reader.waiting.isOver
        )
    }

    /// A flight over what is missing from `offset` on, at most up to the slice before `limit`; `nil` when one is close enough, or is waited for.
    mutating func flightNeeded(at offset: Int64, limit: Int64, map: SliceMap, isPatient: Bool) -> Flight? {
        var gap = map.gap(at: offset, limit: limit)
        for flight in flights.values where flight.end > flight.position {
            let sliceStart = flight.position / map.sliceBytes * map.sliceBytes
            if sliceStart > offset {
                gap = gap.clamped(to: gap.lowerBound..<sliceStart)
            } else if offset < flight.end {
                guard !isPatient, offset - flight.arrived > limits.joinBytes else { return nil }
                // A slice has one writer, so the other flight ends before this one's first slice.
                flights[flight.id]?.end = offset / map.sliceBytes * map.sliceBytes
            }
        }
        return start(gap)
    }

    /// Whether a flight is on its way to the byte at `offset`.
    package func hasFlight(towards offset: Int64) -> Bool {
        flight(towards: offset) != nil
    }

    func flight(towards offset: Int64) -> Flight? {
        flights.values.first { $0.position <= offset && offset < $0.end }
    }

    /// The flights that nobody follows any more.
    package var abandoned: [FlightID] {
        flights.keys.filter { !goesOn($0) }
    }

    /// Takes note of a fetch over `range` that is about to begin.
    package mutating func start(_ range: Range<Int64>) -> Flight {
        let id = FlightID(number: nextNumber())
        let flight = Flight(
            id: id,
            start: range.lowerBound,
            position: range.lowerBound,
            arrived: range.lowerBound,
            end: range.upperBound
        )
        flights[id] = flight
        noteFollowers()
        return flight
    }

    /// The store's reply was found good; its bytes are coming.
    package mutating func answered(_ flight: FlightID) {
        flights[flight]?.isAnswered = true
    }

    /// The store sends more than it was asked for, as one without ranges does: what is missing of it comes with the same flight.
    package mutating func lengthen(_ flight: FlightID, to end: Int64, map: SliceMap) {
        guard let known = flights[flight], known.position < known.end, known.end < end else { return }
        var gap = map.gap(at: known.end - 1, limit: end)
        for other in flights.values where other.id != flight && other.end > known.end {
            gap = gap.clamped(to: gap.lowerBound..<other.position / map.sliceBytes * map.sliceBytes)
        }
        flights[flight]?.end = max(known.end, gap.upperBound)
    }

    /// Whether the store is sending what a flight asked for.
    package var isBeingServed: Bool {
        flights.values.contains { $0.isAnswered && $0.position < $0.end }
    }

    /// Whether the byte at `offset` is coming, by a flight that the store answered.
    package func isComing(_ offset: Int64) -> Bool {
        flights.values.contains { $0.isAnswered && $0.position <= offset && offset < $0.end }
    }

    /// Bytes of a flight have arrived, and are about to be written.
    ///
    /// - Returns: how many of them are the flight's to write, which may be fewer when it was cut short meanwhile.
    package mutating func arrived(_ flight: FlightID, count: Int) -> Int {
        guard let known = flights[flight] else { return 0 }
        let end = min(known.position + Int64(count), known.end)
        flights[flight]?.arrived = end
        return Int(end - known.position)
    }

    /// A flight's bytes up to `position` are in the file.
    package mutating func progress(_ flight: FlightID, to position: Int64) {
        flights[flight]?.position = position
        flights[flight]?.arrived = position
    }

    package mutating func end(_ flight: FlightID) {
        flights[flight] = nil
    }

    /// Whether the flight goes on after its latest progress: its end is not reached, and somebody follows it or little is left of it.
    package func goesOn(_ flight: FlightID) -> Bool {
        guard let flight = flights[flight], flight.position < flight.end else { return false }
        return flight.awaitsReader || flight.end - flight.position <= limits.finishBytes
            || isNextOfTrail(flight.position) || readers.values.contains { follows($0, flight) }
    }

    private mutating func noteFollowers() {
        for flight in flights.values where flight.awaitsReader {
            guard readers.values.contains(where: { follows($0, flight) }) else { continue }
            flights[flight.id]?.awaitsReader = false
        }
    }

    /// A reader follows a flight when it reads in or shortly before its bytes, and wants some that are still to come.
    private func follows(_ reader: Reader, _ flight: Flight) -> Bool {
        reader.offset < flight.end && reach(of: reader) > flight.position
            && reader.offset + max(limits.joinBytes, widestWindow(of: reader)) >= flight.start
    }
}
