internal import Foundation
internal import Logging
package import Recordings

extension DubberProvider {
    /// Takes note of an event, without a call: what "not found" rests on is void from now on.
    ///
    /// - Returns: the work to be done in the background, when nobody waits; `nil` when there is none.
    package func notice(_ event: DubberHookEvent, entry: IntegrationEntry) -> (@Sendable () async -> Void)? {
        guard let peer = peer(of: event, entry: entry) else {
            return nil
        }
        let noticedAt = now()
        let pauseSeconds = configuration.hookPause / .seconds(1)
        let isDue = notices.note(peer.indexKey, now: noticedAt, pauseSeconds: pauseSeconds)
        return { await self.follow(event, peer: peer, noticedAt: noticedAt, readsHead: isDue) }
    }

    /// Activates a notification with the secret of its handshake, on the host that knows it.
    package func activate(notification: String, hookSecret: Secret, entry: IntegrationEntry) async {
        for peer in hosts(of: entry).usable {
            do {
                return try await calls.activate(
                    notification: notification,
                    hookSecret: hookSecret,
                    peer: peer,
                    trace: CallTrace()
                )
            } catch {
                logger.warning(
                    "webhook not activated",
                    metadata: ["entry": "\(peer.entry)", "host": "\(peer.host.name)", "reason": "\(error.reason)"]
                )
            }
        }
    }

    /// A new recording lies at the head of the list, or, when it is of a call of long ago, anywhere, as does a change of a known one: then it is
    /// looked up.
    private func follow(_ event: DubberHookEvent, peer: DubberPeer, noticedAt: Date, readsHead: Bool) async {
        let known = await index.recording(event.recordingID, key: peer.indexKey)
        if event.kind == .updated, known != nil {
            return await lookUp(event.recordingID, peer: peer)
        }
        if readsHead, known == nil {
            do {
                try await reader.take(.head(since: noticedAt), peer: peer, priority: .background, trace: CallTrace())
            } catch {
                return
            }
            if await index.recording(event.recordingID, key: peer.indexKey) == nil {
                await lookUp(event.recordingID, peer: peer)
            }
        }
    }

    private func lookUp(_ recording: RecordingID, peer: DubberPeer) async {
        let askedAt = now()
        do {
            let detail = try await calls.detail(recording, peer: peer, priority: .background, trace: CallTrace())
            if let found = detail.recording, found.recordingID == recording {
                await index.take(.learned(LearnedPage([found], seenAt: askedAt)), key: peer.indexKey)
            }
        } catch .notFound {
            await index.take(.removed(recording), key: peer.indexKey)
        } catch {
            // The answer stays as it was; the request's failure is logged where it happened.
        }
    }

    /// The host that the event speaks of; the first where none is recognised.
    private func peer(of event: DubberHookEvent, entry: IntegrationEntry) -> DubberPeer? {
        let usable = hosts(of: entry).usable
        return usable.first { event.resourceURL.hasPrefix($0.host.baseURL + "/") } ?? usable.first
    }
}
