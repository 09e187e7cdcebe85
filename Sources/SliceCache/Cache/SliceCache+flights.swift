internal import Foundation
internal import Logging
internal import Synchronization
internal import Transport

/// Readers' places, and the flights that bring what they wait for.
extension SliceCache {
    func enter() throws(SliceCacheError) {
        if let refusal = ask({ $0.enter() }) { throw refusal }
    }

    func leave() {
        ask { $0.leave() }
    }

    /// Cancels flights that nobody follows any more.
    func abandon(_ flights: [SliceFlights.FlightID], of recording: CachedRecording) {
        guard !flights.isEmpty else { return }
        cancel { $0.abandon(flights, of: recording) }
    }

    /// Sets a flight going; the task is owned by the cache until it ends.
    ///
    /// How many are under way at once is the client's to decide, which knows hosts and entries.
    func launch(
        _ flight: SliceFlights.Flight,
        fill: SliceFill,
        of recording: CachedRecording,
        source: AudioSource,
        fetcher: SliceFetcher? = nil
    ) throws(SliceCacheError) {
        guard take(flight, fill: fill, of: recording, source: source, fetcher: fetcher, haste: nil) else {
            recording.end(flight.id, failure: .cancelled)
            throw .cancelled
        }
    }

    /// Sets a flight going that nobody waits for yet: what somebody waits for goes before it, and it is hurried once somebody does.
    func launchAhead(
        _ flight: SliceFlights.Flight,
        fill: SliceFill,
        of recording: CachedRecording,
        source: AudioSource
    ) {
        let haste = TransferHaste(isNeeded: false)
        recording.expect(flight.id, haste)
        if !take(flight, fill: fill, of: recording, source: source, fetcher: nil, haste: haste) {
            recording.end(flight.id, failure: nil)
        }
    }

    /// Begins a flight.
    ///
    /// - Returns: `false` when the cache is shut down.
    private func take(
        _ flight: SliceFlights.Flight,
        fill: SliceFill,
        of recording: CachedRecording,
        source: AudioSource,
        fetcher: SliceFetcher?,
        haste: TransferHaste?
    ) -> Bool {
        let key = CacheDesk.FlightKey(flight.id, of: recording)
        return begin({ $0.begin(key) }) { [self] in
            await fly(flight, fill: fill, of: recording, source: source, fetcher: fetcher, haste: haste)
            ask { $0.landed(key) }
        }
    }

    private func fly(
        _ flight: SliceFlights.Flight,
        fill: SliceFill,
        of recording: CachedRecording,
        source: AudioSource,
        fetcher: SliceFetcher?,
        haste: TransferHaste?
    ) async {
        var failure: SliceCacheError?
        var landed: [SliceStore.Slice] = []
        var fill = fill
        do throws(SliceCacheError) {
            var opened =
                fetcher
                ?? SliceFetcher(
                    source: source,
                    limits: limits,
                    expected: recording.validator,
                    location: recording.location,
                    haste: haste
                )
            if fetcher == nil {
                guard case .body = try await opened.open(.bytes(flight.start..<flight.end)) else { throw .storeRefused }
            }
            recording.answered(flight.id, sentEnd: opened.sentEnd)
            while let end = recording.end(of: flight.id), !Task.isCancelled {
                opened.move(end: end)
                guard let next = try await opened.next() else { break }
                let bytes = recording.arrived(next, of: flight.id)
                guard write(bytes, at: fill.position, of: recording) else { break }
                let steps = fill.wrote(bytes)
                recording.progress(flight.id, to: fill.position, steps: steps)
                landed += steps.compactMap { step in step.checksum.map { .init(index: step.slice, checksum: $0) } }
                if landed.count >= limits.slicesPerIndexWrite {
                    await note(&landed, of: recording)
                    await tidy()
                }
            }
            recording.remember(opened.location)
            await opened.close()
        } catch {
            // Who waits for a flight that was given up looks again; it was given up because nobody did.
            failure = Task.isCancelled ? nil : error
            // What served before does not serve now.
            if failure != nil { recording.forgetLocation() }
        }
        await note(&landed, of: recording)
        if failure == .changed { await replace(recording) }
        recording.end(flight.id, failure: failure)
        await tidy()
    }

    /// Has a reader that is told to wait look again once its flight proves too slow, if it is far from it.
    func remind(_ reader: SliceFlights.ReaderID, at offset: Int64, of recording: CachedRecording) {
        guard recording.beginsFarWait(reader) else { return }
        begin({ $0.remind() }) { [pace] in
            repeat {
                guard (try? await pace.sleep(JoinPatience.period)) != nil else { break }
            } while recording.waitsOn(reader, at: offset)
        }
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64, of recording: CachedRecording) -> Bool {
        do throws(SliceFileError) {
            guard let file = recording.file else { return false }
            guard hasRoom(for: Int64(bytes.count)) else { throw .full }
            do throws(SliceFileError) {
                try file.write(bytes, at: offset)
            } catch {
                // The disk may refuse before it is full by its own word: a quota, or room kept for others.
                guard error == .full, makeRoom() else { throw error }
                try file.write(bytes, at: offset)
            }
            return true
        } catch {
            storageBroke(recording, error)
            return false
        }
    }

    /// Compares a slice with its checksum, before its first serve since the start.
    func verify(_ slice: Int, range: Range<Int64>, checksum: UInt32, of recording: CachedRecording) async {
        var sum = CRC32C(seed: recording.checksumSeed)
        let file = recording.file
        let bytes = try? [UInt8](count: range.count) { target throws(SliceFileError) in
            guard let file else { throw .short }
            try file.read(range, into: target)
        }
        if let bytes {
            sum.add(bytes)
            if sum.value == checksum {
                _ = recording.verified(slice, isRight: true)
                return
            }
        }
        guard let number = recording.number else { return }
        // The index forgets first: once the slice counts as missing, it may be fetched and noted anew.
        try? await store.drop(slice: slice, of: number)
        guard recording.verified(slice, isRight: false) else { return }
        logger.warning("cached slice damaged, dropped", metadata: ["slice": "\(slice)", "file": "\(number)"])
        ask { $0.count(-Int64(range.count), of: recording.key, number: number) }
    }

    func note(_ slices: inout [SliceStore.Slice], of recording: CachedRecording) async {
        guard !slices.isEmpty, let number = recording.number else { return }
        let noted = slices
        slices = []
        let bytes = noted.reduce(0) { $0 + Int64(recording.range(of: $1.index).count) }
        ask { $0.count(bytes, of: recording.key, number: number) }
        do {
            try await store.note(noted, of: number)
        } catch {
            storageFailed(error)
        }
    }

    /// A recording's file failed; told once for each recording, however many notice.
    func storageBroke(_ recording: CachedRecording, _ error: any Error) {
        if recording.storageBroke() { storageFailed(error) }
    }

    /// Counts and logs a failure of the disk or the index.
    func storageFailed(_ error: any Error) {
        counters.storageFailed()
        let reason = (error as? SliceFileError)?.reason ?? "indexFailed"
        logger.error("audio cannot be kept, streamed uncached", metadata: ["reason": "\(reason)"])
    }
}
