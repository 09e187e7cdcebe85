internal import NIOCore
internal import Synchronization

/// The open files of each event loop, found by the loop.
final class LoopFiles: Sendable {
    private let byLoop = Mutex<[ObjectIdentifier: NIOLoopBound<OpenAudioFiles>]>([:])

    /// The files of a loop; to be asked on that loop.
    func of(_ loop: any EventLoop) -> OpenAudioFiles {
        byLoop.withLock { byLoop in
            if let known = byLoop[ObjectIdentifier(loop)] { return known }
            let made = NIOLoopBound(OpenAudioFiles(), eventLoop: loop)
            byLoop[ObjectIdentifier(loop)] = made
            return made
        }
        .value
    }
}
