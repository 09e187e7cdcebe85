/// What flights do at a recording.
extension CachedRecording {
    /// Takes note of a fetch that is under way already, over whole slices of which nothing is known yet.
    func begin(_ range: Range<Int64>) -> (flight: SliceFlights.Flight, fill: SliceFill) {
        change { ($0.flights.start(range), SliceFill(at: range.lowerBound, in: $0.map)) }
    }

    /// The store's reply to the flight was found good; who only wanted to know that looks again.
    func answered(_ flight: SliceFlights.FlightID) {
        let waiters = change { state in
            state.flights.answered(flight)
            let flights = state.flights
            return state.takeWaiters { flights.isComing($0.offset) }
        }
        waiters.forEach { $0.tell(nil) }
    }

    /// Where the flight ends as things stand; `nil` when it should stop.
    ///
    /// Holds while the flight is far enough ahead of its readers.
    func course(of flight: SliceFlights.FlightID) async -> Int64? {
        while true {
            let (course, end) = observe { ($0.course(of: flight), $0.flights[flight]?.end) }
            switch course {
            case .proceed: return end
            case .stop: return nil
            case .hold: await hold(flight)
            }
            if Task.isCancelled { return nil }
        }
    }

    private func hold(_ flight: SliceFlights.FlightID) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let holds = change { state in
                    guard state.course(of: flight) == .hold, !Task.isCancelled else { return false }
                    state.holds[flight] = continuation
                    return true
                }
                if !holds { continuation.resume() }
            }
        } onCancel: {
            change { $0.holds.removeValue(forKey: flight) }?.resume()
        }
    }

    /// Whether the flight waits for its readers.
    func isHolding(_ flight: SliceFlights.FlightID) -> Bool {
        observe { $0.holds[flight] != nil }
    }

    /// The part of newly arrived bytes that is the flight's to write.
    func arrived(_ bytes: ArraySlice<UInt8>, of flight: SliceFlights.FlightID) -> ArraySlice<UInt8> {
        bytes.prefix(change { $0.flights.arrived(flight, count: bytes.count) })
    }

    /// Whether the flight takes nothing from the store as things stand: it waits for its readers, or has all it was for.
    func isIdle(_ flight: SliceFlights.FlightID) -> Bool {
        observe { state in
            state.holds[flight] != nil || state.flights[flight].map { $0.position >= $0.end } ?? true
        }
    }

    /// Bytes of the flight are in the file, up to `position`.
    func progress(_ flight: SliceFlights.FlightID, to position: Int64, steps: [SliceFill.Step]) {
        let waiters = change { state in
            for step in steps { state.map.set(step.standing, of: step.slice) }
            state.flights.progress(flight, to: position)
            return state.takeWaiters { $0.offset < position }
        }
        waiters.forEach { $0.tell(nil) }
    }

    /// The flight is over; who waited for bytes that it did not bring looks again, or is told why.
    func end(_ flight: SliceFlights.FlightID, failure: SliceCacheError?) {
        let waiters = change { state in
            let ended = state.flights[flight]
            state.flights.end(flight)
            return state.takeWaiters { waiter in
                waiter.offset >= ended?.start ?? 0 && waiter.offset < ended?.end ?? 0
            }
        }
        waiters.forEach { $0.tell(failure) }
    }
}
