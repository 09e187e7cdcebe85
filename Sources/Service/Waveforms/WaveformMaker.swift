internal import Dubber
internal import Sharing
internal import SliceCache
internal import Synchronization
internal import Waveform

/// Gives recordings' waveforms: kept beside the audio, or made of it; each made once, however many ask.
///
/// Who leaves is not waited for: when nobody waits any more, fetching and decoding stop.
final class WaveformMaker: Sendable {
    private let cache: SliceCache
    private let settings: WaveformSettings
    private let places: WaitingPlaces
    /// One thread, however many waveforms are asked for.
    private let executor = LaneExecutor(name: "waveforms", threads: 1)
    /// By the version of the recording, which its flight keeps.
    private let flights = SharedFlights<ObjectIdentifier, Result<Waveform, WaveformFailure>>()
    private let decodings = Atomic<Int>(0)

    init(cache: SliceCache, settings: WaveformSettings) {
        self.cache = cache
        self.settings = settings
        places = WaitingPlaces(maximumTaken: settings.maximumDecodings, maximumWaiting: settings.maximumWaiting)
    }

    /// Decodings begun since the start.
    var decodingsBegun: Int { decodings.load(ordering: .relaxed) }

    /// The waveform of a recording that was decoded before; `nil` when it was not.
    func keptWaveform(of recording: CachedRecording) async throws(WaveformFailure) -> Waveform? {
        guard let kept = await cache.keptWaveform(of: recording).flatMap({ KeptWaveform(bytes: $0) }) else {
            return nil
        }
        return try kept.get()
    }

    /// The waveform of the recording that is visited, which may take fetching and decoding it.
    func waveform(of visit: AudioVisit) async throws(WaveformFailure) -> Waveform {
        let outcome = await flights.join(ObjectIdentifier(visit.recording)) { [self] in
            do throws(WaveformFailure) {
                return .success(try await find(visit))
            } catch {
                return .failure(error)
            }
        }
        guard let outcome else { throw .cancelled }
        return try outcome.get()
    }

    /// Gives up whatever is under way.
    func shutDown() {
        flights.cancel { _ in true }
    }

    private func find(_ visit: AudioVisit) async throws(WaveformFailure) -> Waveform {
        let recording = visit.recording
        // Looked at again: another flight may just have landed.
        if let waveform = try await keptWaveform(of: recording) { return waveform }
        guard recording.validator.sizeBytes <= settings.limits.maximumBytes else { throw .audio(.tooManyBytes) }
        do throws(WaitingPlaces.NoPlace) {
            try await places.enter()
        } catch {
            throw error == .full ? .busy : .cancelled
        }
        defer { places.leave() }
        let outcome = try await decode(visit)
        if case .failure(let error) = outcome, !error.isOfTheAudio { throw .audio(error) }
        let kept = KeptWaveform(outcome)
        await cache.keep(waveform: kept.bytes, of: recording)
        return try kept.get()
    }

    private func decode(_ visit: AudioVisit) async throws(WaveformFailure) -> Result<Waveform, WaveformError> {
        decodings.add(1, ordering: .relaxed)
        let outcome: Result<Result<Waveform, WaveformError>, WaveformFailure>
        outcome = await withTaskExecutorPreference(executor) {
            do throws(WaveformFailure) {
                return .success(try await read(visit))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func read(_ visit: AudioVisit) async throws(WaveformFailure) -> Result<Waveform, WaveformError> {
        let end = ContinuousClock.now + .seconds(settings.maximumSeconds)
        let reader: AudioReader
        do throws(SliceCacheError) {
            reader = try visit.reader(of: 0..<visit.recording.validator.sizeBytes)
        } catch {
            throw WaveformFailure(error)
        }
        var decoder = WaveformDecoder(limits: settings.limits)
        while let bytes = try await next(of: reader) {
            do throws(WaveformError) {
                try decoder.add(bytes[...])
            } catch {
                return .failure(error)
            }
            guard ContinuousClock.now < end else { throw .tookTooLong }
            // Others' decodings have their turn.
            await Task.yield()
        }
        do throws(WaveformError) {
            return .success(try decoder.finish())
        } catch {
            return .failure(error)
        }
    }

    private func next(of reader: AudioReader) async throws(WaveformFailure) -> [UInt8]? {
        guard !Task.isCancelled else { throw .cancelled }
        do throws(SliceCacheError) {
            return try await reader.next()
        } catch {
            throw WaveformFailure(error)
        }
    }
}

extension WaveformFailure {
    fileprivate init(_ error: SliceCacheError) {
        self = error == .cancelled ? .cancelled : .cache(error)
    }
}
