import Foundation
import Recordings
import Synchronization

/// Locations on one or two hosts of a scripted store; a location that expired is replaced once on its host, any other failure moves on.
final class ScriptedOrigin: AudioOrigin {
    private struct State {
        var host = 0
        var freshURLs = 0
        var refusals: [RefusedAudioLocation] = []
        var refusedURLs: Set<Secret> = []
        var hasFailed = false
        var asked = 0
    }

    private let urls: [String]
    private let expiryTime: Date?
    private let error: AudioOriginError?
    private let state = Mutex(State())

    init(urls: [String], expiryTime: Date? = nil, error: AudioOriginError? = nil) {
        self.urls = urls
        self.expiryTime = expiryTime
        self.error = error
    }

    /// What was refused so far.
    var refusals: [RefusedAudioLocation] { state.withLock { $0.refusals } }

    /// How often it was asked where the audio lies.
    var asked: Int { state.withLock { $0.asked } }

    func location(after refused: RefusedAudioLocation?) async throws(AudioOriginError) -> AudioLocation {
        if let error { throw error }
        let outcome: Result<AudioLocation, AudioOriginError> = state.withLock { state in
            state.asked += 1
            if let refused { refuse(refused, &state) }
            guard state.host < urls.count, let host = HostPosition(rawValue: state.host + 1) else {
                return .failure(state.hasFailed ? .failed(.unreachable) : .notFound)
            }
            let url = Secret("\(urls[state.host])?signature=\(state.freshURLs)")
            return .success(AudioLocation(url: url, host: host, expiryTime: expiryTime))
        }
        return try outcome.get()
    }

    private func refuse(_ refused: RefusedAudioLocation, _ state: inout State) {
        state.refusals.append(refused)
        guard state.refusedURLs.insert(refused.location.url).inserted else { return }
        switch refused.cause {
        case .expired where state.freshURLs == 0, .gone where state.freshURLs == 0:
            state.freshURLs += 1
            return
        case .expired, .failed, .refused:
            state.hasFailed = true
        case .missing, .gone:
            break
        }
        state.host += 1
        state.freshURLs = 0
    }
}
