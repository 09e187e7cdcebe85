internal import Recordings
internal import Transport

extension DubberAudioOrigin {
    private enum Step: Sendable {
        case answer(Result<AudioLocation, AudioOriginError>)
        /// The host asked has been silent for long enough.
        case delayOver
    }

    /// Asks one host, and the next as well once the first takes too long or does not have it; whoever answers first is taken.
    func hedgedLocation(_ peers: [DubberPeer], delay: Duration) async throws(AudioOriginError) -> AudioLocation {
        let outcome = await withTaskGroup(of: Step.self) { tasks -> Result<AudioLocation, AudioOriginError> in
            defer { tasks.cancelAll() }
            var waiting = peers[...]
            var underWay = 0
            var worst: AudioOriginError?
            func askNext() {
                guard let peer = waiting.popFirst() else {
                    return
                }
                underWay += 1
                tasks.addTask { await self.step(on: peer) }
            }
            askNext()
            tasks.addTask {
                try? await self.pace.sleep(delay)
                return .delayOver
            }
            while underWay > 0, let step = await tasks.next() {
                switch step {
                case .answer(.success(let location)): return .success(location)
                case .answer(.failure(.expired)): return .failure(.expired)
                case .answer(.failure(let error)):
                    underWay -= 1
                    worst = Self.weightier(worst, error)
                case .delayOver: break
                }
                askNext()
            }
            return .failure(worst ?? .failed(.hostNotUsable))
        }
        return try outcome.get()
    }

    private func step(on peer: DubberPeer) async -> Step {
        do throws(AudioOriginError) {
            return .answer(.success(try await location(on: peer)))
        } catch {
            return .answer(.failure(error))
        }
    }
}
