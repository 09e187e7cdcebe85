internal import NIOCore
internal import PlaybackAudit
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

extension AudioLoop {
    struct Answered {
        /// Never `refused`.
        let outcome: AudioHitWriter.Outcome
        /// Of the body, given to the connection.
        let bytes: Int
        /// When it was written, or begun.
        let at: NIODeadline
    }

    /// Answers a request at once, where its bytes are all here.
    ///
    /// - Parameters:
    ///   - isHead: whether it is a HEAD.
    ///   - fields: its header fields.
    ///   - target: its target.
    ///   - peer: who asks.
    ///   - isSecure: whether the answer goes through TLS.
    ///   - write: writes the answer.
    /// - Returns: `nil` to leave it to the ordinary route.
    func answer(
        _ isHead: Bool,
        _ fields: AudioRequestFields,
        target: Span<UInt8>,
        peer: PeerAddress,
        isSecure: Bool,
        write: (AudioHits.Hit, AudioHitWriter.Rest) -> AudioHitWriter.Outcome
    ) -> Answered? {
        let start = NIODeadline.now()
        let address = client(of: fields, peer: peer.text ?? "")
        guard let hit = hits.hit(isHead: isHead, fields.conditions, target: target, address: address) else {
            return nil
        }
        let requestID = fields.requestID.map(RequestID.given) ?? RequestID.next()
        // Before the listener can have the answer, who may look at the counts next.
        hits.count(hit)
        var sentBytes = hit.range.count
        let rest = AudioHitWriter.Rest(
            requestID: requestID,
            crossOrigin: crossOrigin,
            origin: fields.origin,
            address: address,
            isSecure: isSecure
        )
        let outcome = write(hit, rest)
        switch outcome {
        case .refused:
            hits.takeBack(hit)
            return nil
        case .sent, .written: break
        case .begun(let body): sentBytes -= body.rest.count
        }
        hits.sent(sentBytes, of: hit.ready)
        let end = NIODeadline.now()
        hits.log(hit, isHead: isHead, requestID: requestID, address: address, after: end - start)
        return Answered(outcome: outcome, bytes: sentBytes, at: end)
    }

    /// Makes what sends the rest of an answer's body.
    ///
    /// - Parameters:
    ///   - body: what is left.
    ///   - way: to the listener.
    ///   - whenDone: told once, whether all of it was given to the connection.
    /// - Returns: the sender, to be held until then.
    func sender(of body: AudioHitWriter.Body, on way: any AudioWay, whenDone: @escaping (Bool) -> Void) -> AudioSender {
        let (answer, hits) = (body.answer, hits)
        let notes = AudioNotes(
            playback: body.playback,
            right: hits.right(of: body.ready),
            count: { [ready = NIOLoopBound((hits, body.ready), eventLoop: way.eventLoop)] bytes in
                let (hits, ready) = ready.value
                hits.sent(Int(bytes), of: ready, isLater: true)
                answer?.waitsForPeer()
            },
            now: writer.now
        )
        answer?.waitsForPeer()
        return AudioSender(
            ReadyAudio(body.rest, of: body.recording, in: cache) { [ready = body.ready] in hits.origin(of: ready) },
            notes: notes,
            way: way,
            whenDone: { [now = writer.now] outcome in
                var failure: String?
                var isWhole = true
                if case .failure(let error) = outcome {
                    failure = hits.brokeOff(by: notes.right.cause(of: error))
                    isWhole = false
                }
                withExtendedLifetime(body.answer) { body.playback.end(failure: failure, now: now()) }
                whenDone(isWhole)
            }
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
