internal import NIOCore
internal import SliceCache
internal import Synchronization

/// What one event loop keeps for the audio that it sends by itself; touched on that loop only.
final class AudioLoop {
    let hits: AudioHits
    let cache: SliceCache
    let settings: RunningSettings
    let turns: LoopTurns
    var writer: AudioHitWriter
    private var known: (generation: UInt64, values: RunningSettings.Values)

    init(_ parts: AudioHits.Parts, answers: AnswersUnderWay, settings: RunningSettings, eventLoop: any EventLoop) {
        turns = LoopTurns(on: eventLoop)
        hits = AudioHits(parts)
        cache = parts.cache
        writer = AudioHitWriter(answers: answers, now: parts.now)
        self.settings = settings
        known = (settings.generation, settings.values)
    }

    /// Looked up anew only when settings have changed.
    private var values: RunningSettings.Values {
        let generation = settings.generation
        if generation != known.generation { known = (generation, settings.values) }
        return known.values
    }

    var crossOrigin: CrossOriginRules { values.crossOrigin }

    /// Whose request it is: the peer's, or of whom a trusted proxy says that it forwards for, as ``ClientAddressMiddleware`` has it.
    func client(of fields: AudioRequestFields, peer: String) -> String {
        guard fields.isForwarded else { return peer }
        return ForwardedAddress.client(
            peer: peer,
            forwardedFor: fields.forwardedFor,
            forwarded: fields.forwarded,
            proxies: values.limits.proxyAddresses
        )
    }
}

/// The audio loops, found by their event loop.
final class AudioLoops: Sendable {
    private let parts: AudioHits.Parts
    private let answers: AnswersUnderWay
    private let settings: RunningSettings
    private let byLoop = Mutex<[ObjectIdentifier: NIOLoopBound<AudioLoop>]>([:])

    init(_ parts: AudioHits.Parts, answers: AnswersUnderWay, settings: RunningSettings) {
        self.parts = parts
        self.answers = answers
        self.settings = settings
    }

    /// What belongs to an event loop; to be asked on that loop.
    func of(_ eventLoop: any EventLoop) -> AudioLoop {
        let key = ObjectIdentifier(eventLoop)
        if let known = byLoop.withLock({ $0[key] }) { return known.value }
        let made = AudioLoop(parts, answers: answers, settings: settings, eventLoop: eventLoop)
        // Nobody else can have made it meanwhile.
        byLoop.withLock { $0[key] = NIOLoopBound(made, eventLoop: eventLoop) }
        return made
    }
}
