internal import Recordings
internal import Transport

/// What flights do at a recording.
extension CachedRecording {
    /// Takes note of a fetch that is under way already, over whole slices of which nothing is known yet.
    package func begin(_ range: Range<Int64>) -> (flight: SliceFlights.Flight, fill: SliceFill) {
        change { ($0.flights.start(range), SliceFill(at: range.lowerBound, in: $0.map)) }
    }

    /// Takes note of how a flight that nobody waits for yet is hurried.
    func expect(_ flight: SliceFlights.FlightID, _ haste: TransferHaste) {
        change { $0.hastes[flight] = haste }
    }

    /// Where the last good reply came from.
    var location: AudioLocation? { observe { $0.location } }

    /// Takes note of where a good reply came from.
    func remember(_ location: AudioLocation?) {
        change { $0.location = location ?? $0.location }
    }

    /// The last good reply came from somewhere that does not serve any more.
    func forgetLocation() {
        change { $0.location = nil }
    }

    /// The store's reply to the flight was found good; who only wanted to know that looks again.
    ///
    /// - Parameters:
    ///   - flight: whose reply.
    ///   - sentEnd: where the bytes end that the store sends.
    func answered(_ flight: SliceFlights.FlightID, sentEnd: Int64) {
        let waiters = change { state in
            state.flights.answered(flight)
            state.flights.lengthen(flight, to: sentEnd, map: state.map)
            let flights = state.flights
            return state.takeWaiters { flights.isComing($0.offset) }
        }
        waiters.forEach { $0.tell(nil) }
    }

    /// Where the flight ends as things stand; `nil` when it should stop.
    func end(of flight: SliceFlights.FlightID) -> Int64? {
        observe { state in
            guard state.ending == nil, state.flights.goesOn(flight) else { return nil }
            return state.flights[flight]?.end
        }
    }

    /// The part of newly arrived bytes that is the flight's to write.
    func arrived(_ bytes: ArraySlice<UInt8>, of flight: SliceFlights.FlightID) -> ArraySlice<UInt8> {
        bytes.prefix(change { $0.flights.arrived(flight, count: bytes.count) })
    }

    /// Bytes of the flight are in the file, up to `position`.
    func progress(_ flight: SliceFlights.FlightID, to position: Int64, steps: [SliceFill.Step]) {
        let waiters = change { state in
            // Whoever waits for another flight's bytes is left to wait.
            let brought = (state.flights[flight]?.position ?? position)..<position
            for step in steps { state.map.set(step.standing, of: step.slice) }
            state.flights.progress(flight, to: position)
            return state.takeWaiters { brought.contains($0.offset) }
        }
        waiters.forEach { $0.tell(nil) }
    }

    /// The flight is over; who waited for bytes that it did not bring looks again, or is told why.
    func end(_ flight: SliceFlights.FlightID, failure: SliceCacheError?) {
        let waiters = change { state in
            let ended = state.flights[flight]
            state.flights.end(flight)
            state.hastes[flight] = nil
            return state.takeWaiters { waiter in
                waiter.offset >= ended?.start ?? 0 && waiter.offset < ended?.end ?? 0
            }
        }
        waiters.forEach { $0.tell(failure) }
    }
}
