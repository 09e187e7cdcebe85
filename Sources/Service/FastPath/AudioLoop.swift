internal import NIOCore
internal import Synchronization

/// What one event loop keeps for the audio that it sends by itself; touched on that loop only.
final class AudioLoop {
    let hits: AudioHits
    var writer = AudioHitWriter(files: OpenAudioFiles())

    init(_ parts: AudioHits.Parts) {
        hits = AudioHits(parts)
    }
}

/// The audio loops, found by their event loop.
final class AudioLoops: Sendable {
    private let parts: AudioHits.Parts
    private let byLoop = Mutex<[ObjectIdentifier: NIOLoopBound<AudioLoop>]>([:])

    init(_ parts: AudioHits.Parts) {
        self.parts = parts
    }

    /// What belongs to an event loop; to be asked on that loop.
    func of(_ eventLoop: any EventLoop) -> AudioLoop {
        byLoop.withLock { byLoop in
            if let known = byLoop[ObjectIdentifier(eventLoop)] { return known }
            let made = NIOLoopBound(AudioLoop(parts), eventLoop: eventLoop)
            byLoop[ObjectIdentifier(eventLoop)] = made
            return made
        }
        .value
    }
}
