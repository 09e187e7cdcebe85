/// Readers who wait for what was asked for already, though it is farther than they always wait for.
extension SliceFlights {
    /// A reader is told to wait: whether it is to look again every while.
    ///
    /// - Returns: `true` once for each byte that it waits for.
    package mutating func beginsFarWait(_ reader: ReaderID) -> Bool {
        guard let known = readers[reader], let flight = farFlight(of: known) else { return false }
        return readers[reader]?.waiting.begin(at: flight.arrived) ?? false
    }

    /// A while has passed for a reader that waits at `offset`.
    ///
    /// - Returns: whether it waits on, to look again in another while.
    package mutating func waitsOn(_ reader: ReaderID, at offset: Int64) -> Bool {
        guard let known = readers[reader], known.offset == offset else { return false }
        guard let flight = farFlight(of: known) else {
            readers[reader]?.waiting = JoinPatience()
            return false
        }
        return readers[reader]?.waiting
            .goesOn(offset - flight.arrived, to: flight.arrived, isAnswered: flight.isAnswered) ?? false
    }

    /// Whether a reader may wait for the flight towards its byte, rather than begin one of its own.
    package func mayWait(_ reader: ReaderID) -> Bool {
        guard let known = readers[reader] else { return true }
        return !known.waiting.isOver || farFlight(of: known) == nil
    }

    private func farFlight(of reader: Reader) -> Flight? {
        flight(towards: reader.offset).flatMap { reader.offset - $0.arrived > limits.joinBytes ? $0 : nil }
    }
}
