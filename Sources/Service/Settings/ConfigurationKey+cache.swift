internal import SliceCache
internal import Transport
internal import Waveform

/// What is kept of the audio, how it is fetched, and what is drawn of it.
extension ConfigurationKey {
    static let cache: [ConfigurationKey] = [
        number(
            "cache.maxBytes",
            \.cache.maximumBytes,
            1 << 20...1 << 50,
            .restart,
            "The most bytes of audio kept on disk; the least recently used go first."
        ),
        number(
            "cache.maxBytesPerEntry",
            \.cache.maximumBytesPerEntry,
            0...1 << 50,
            .restart,
            """
            The most of them that may be of one integration entry, whose own least recently used then go first; 0 \
            for no limit of its own.
            """
        ),
        number(
            "cache.minimumFreeBytes",
            \.cache.minimumFreeBytes,
            0...1 << 50,
            .restart,
            """
            What audio leaves free of its disk for registry, audit and index, and gives way for when others fill the \
            disk. 0 takes a twentieth of the disk, from 32 MiB to 1 GiB and no more than half of it.
            """
        ),
        number(
            "cache.sliceBytes",
            \.cache.sliceBytes,
            4 << 10...4 << 20,
            .restart,
            "How audio is divided; a seek fetches at least one slice."
        ),
        number(
            "cache.maxRecordingBytes",
            \.cache.maximumRecordingBytes,
            1 << 20...1 << 40,
            .restart,
            "Longer recordings are refused."
        ),
        number(
            "cache.maxOpenRecordings",
            \.cache.maximumOpenRecordings,
            8...65_536,
            .restart,
            "Files held open, those of recordings being played not counted."
        ),
        number(
            "cache.maxFlights",
            \.fetchLimits.running,
            1...65_536,
            .restart,
            """
            Fetches from the provider's store at once, each on a connection of its own. A fetch brings what is to be \
            read next and ends; who listens slowly or pauses has none. Those waited for go before those that only \
            fetch ahead, then entries take turns.
            """
        ),
        number(
            "cache.maxFlightsPerHost",
            \.fetchLimits.runningPerHost,
            1...65_536,
            .restart,
            "Of them those from one host."
        ),
        number(
            "cache.maxFlightsPerEntry",
            \.fetchLimits.runningPerParty,
            1...65_536,
            .restart,
            "Of them those for one integration entry."
        ),
        number(
            "cache.maxWaitingFlights",
            \.fetchLimits.waiting,
            0...1_000_000,
            .restart,
            "Fetches that wait for a place, of which half may be those that fetch ahead."
        ),
        number(
            "cache.maxFlightWaitSeconds",
            \.fetchLimits.waitSeconds,
            1...300,
            .restart,
            """
            How long a fetch waits that a listener waits for; then the listener is answered 503, or cut off in the \
            midst of playing.
            """
        ),
        number("cache.maxReaders", \.cache.maximumReaders, 1...1_000_000, .restart, "Listeners at once."),
        number(
            "cache.firstFetchBytes",
            \.cache.firstFetchBytes,
            4 << 10...64 << 20,
            .restart,
            """
            The most that the first fetch of a recording brings, whoever listens; two minutes at 64 kbit/s.
            """
        ),
        number(
            "cache.readAheadBytes",
            \.cache.readAheadBytes,
            64 << 10...64 << 20,
            .restart,
            """
            How far a fetch runs ahead of a listener who has listened for long; of one who has just come or sought \
            it is two slices.
            """
        ),
        number(
            "cache.fastReadAheadBytes",
            \.cache.fastReadAheadBytes,
            64 << 10...1 << 30,
            .restart,
            """
            The same for a listener who takes the bytes as fast as they come, as a download does: fewer and longer \
            fetches.
            """
        ),
        number(
            "cache.firstByteWaitSeconds",
            \.cache.firstByteWaitSeconds,
            0...300,
            .restart,
            """
            How long a listener is kept waiting, before the first byte, for a store that says it cannot serve just \
            now (and for the size of a recording that comes without one); then the listener is answered 502, or 503 \
            with the time that the store named. A time that is longer is told at once.
            """
        ),
        number(
            "cache.bodyWaitSeconds",
            \.cache.bodyWaitSeconds,
            0...3_600,
            .restart,
            "The same in the midst of an answer, which is cut off then."
        ),
    ]

    static let waveform: [ConfigurationKey] = [
        number(
            "waveform.maxRecordingBytes",
            \.waveforms.limits.maximumBytes,
            1 << 20...4 << 30,
            .restart,
            "No waveform is drawn of recordings that have more bytes."
        ),
        number(
            "waveform.maxDurationSeconds",
            \.waveforms.limits.maximumDurationSeconds,
            60...7 * 86_400,
            .restart,
            "Nor of recordings that last longer."
        ),
        number(
            "waveform.maxDecodings",
            \.waveforms.maximumDecodings,
            1...1_000,
            .restart,
            "Recordings fetched and decoded for it at once, on one thread."
        ),
        number(
            "waveform.maxWaiting",
            \.waveforms.maximumWaiting,
            0...100_000,
            .restart,
            "How many more may wait for their turn."
        ),
        number(
            "waveform.maxSeconds",
            \.waveforms.maximumSeconds,
            1...3_600,
            .restart,
            "How long that may take for one recording; what was fetched stays in the cache."
        ),
    ]
}
