import Synchronization

/// Carries an answer out of the closure that has the simulator.
final class AnswerBox: Sendable {
    private let content = Mutex<HTTPPeer.Answer?>(nil)

    var answer: HTTPPeer.Answer? { content.withLock { $0 } }

    func put(_ answer: HTTPPeer.Answer) {
        content.withLock { $0 = answer }
    }
}
