/// Readers, the flights that they follow, and what is done behind.
extension CacheDesk {
    /// One flight of one recording.
    package struct FlightKey: Hashable, Sendable {
        let recording: ObjectIdentifier
        let flight: SliceFlights.FlightID

        package init(_ flight: SliceFlights.FlightID, of recording: CachedRecording) {
            self.recording = ObjectIdentifier(recording)
            self.flight = flight
        }
    }

    /// A reader comes.
    ///
    /// - Returns: why it may not; `nil` when it was let in.
    package mutating func enter() -> SliceCacheError? {
        guard !isShutDown else { return .cancelled }
        guard readers < limits.maximumReaders else { return .overloaded }
        readers += 1
        return nil
    }

    /// A reader that was let in goes.
    package mutating func leave() {
        readers -= 1
    }

    /// A flight is to be set going.
    ///
    /// - Returns: the work's number; `nil` when the cache is shut down.
    package mutating func begin(_ flight: FlightKey) -> Int? {
        guard !isShutDown else { return nil }
        let number = nextNumber()
        flights[flight] = number
        return number
    }

    /// A flight is over.
    package mutating func landed(_ flight: FlightKey) {
        flights[flight] = nil
    }

    /// Nobody follows these flights of a recording any more.
    ///
    /// - Returns: the work to be given up.
    package func abandon(_ abandoned: [SliceFlights.FlightID], of recording: CachedRecording) -> [Int] {
        abandoned.compactMap { flights[FlightKey($0, of: recording)] }.sorted()
    }

    /// A recording is over for everyone.
    ///
    /// - Returns: the work to be given up.
    package func abandonAll(of recording: CachedRecording) -> [Int] {
        flights.filter { $0.key.recording == ObjectIdentifier(recording) }.values.sorted()
    }

    /// A reader waits far from its flight, and is to be reminded.
    ///
    /// - Returns: the work's number; `nil` when the cache is shut down.
    package mutating func remind() -> Int? {
        isShutDown ? nil : nextNumber()
    }
}
