internal import Foundation
internal import GRDB
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// The audit's part of the service's life: it starts before requests are answered, and ends after them.
extension PlaybackAudit: ServiceLifecycle.Service {
    /// How often playbacks that are over are looked for.
    static let sweepPeriod = Duration.seconds(1)
    /// How often old rows are looked for.
    static let retentionPeriod: TimeInterval = 3_600

    package func run() async throws {
        await tellGap()
        await endForgotten()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.writer.run() }
            tasks.addTask {
                await cancelWhenGracefulShutdown { await self.sweepWhileRunning() }
                self.writer.finish()
            }
        }
        endAll()
        await writer.close()
        await logHead("audit closed")
    }

    private func sweepWhileRunning() async {
        var retainedAt = Date.distantPast
        while !Task.isCancelled {
            sweep()
            if now().timeIntervalSince(retainedAt) >= Self.retentionPeriod {
                retainedAt = now()
                await retain()
            }
            try? await Task.sleep(for: Self.sweepPeriod)
        }
    }

    /// Ends the playbacks on which nothing was asked for long enough.
    package func sweep() {
        let limit = now().addingTimeInterval(-TimeInterval(limits.idleSeconds))
        let endings = state.withLock { state in
            state.open.values.filter { playback in playback.idleSince.map { $0 <= limit } ?? false }
                .compactMap { end($0, ifIdleSince: limit, &state) }
        }
        for record in endings { writer.enqueue(record) }
        for record in takeRefusals(before: now().addingTimeInterval(-Self.refusalSeconds)) { writer.enqueue(record) }
        writer.nudge()
    }

    private func endAll() {
        let endings = state.withLock { state in
            state.isStopped = true
            return Array(state.open.values).compactMap { end($0, ifIdleSince: nil, &state) }
        }
        for record in endings { writer.enqueue(record) }
        for record in takeRefusals(before: .distantFuture) { writer.enqueue(record) }
    }

    /// Removes what has been kept long enough.
    package func retain() async {
        do {
            let removed = try await store.removeRows(olderThanDays: limits.retentionDays, now: now())
            if removed > 0 { logger.info("old audit rows removed", metadata: ["rows": "\(removed)"]) }
        } catch {
            logger.error("old audit rows not removed", metadata: ["problem": "\(AuditError.problem(error))"])
        }
    }

    /// Rows that were taken away while nobody looked are told of before the note goes on from what is left.
    private func tellGap() async {
        do {
            guard let gap = try await store.tellGap(now: now()) else { return }
            logger.critical(
                "audit is not as it was noted",
                metadata: [
                    "reason": "\(gap.reason.rawValue)", "noted": "\(gap.noted?.description ?? "nothing")",
                    "row": "\(gap.sequence)",
                ]
            )
        } catch {
            tellOfFailure(error)
        }
    }

    private func endForgotten() async {
        do {
            let forgotten = try await store.endForgotten(now: now())
            if forgotten > 0 {
                logger.warning("playbacks ended without notice", metadata: ["playbacks": "\(forgotten)"])
            }
        } catch {
            tellOfFailure(error)
        }
        await logHead("audit opened")
    }

    private func tellOfFailure(_ error: any Error) {
        // A stop that came in between is no failure.
        guard !Task.isCancelled else { return }
        logger.error("audit cannot be written", metadata: ["problem": "\(AuditError.problem(error))"])
    }

    /// In the log the chain's head is out of reach of who rewrites the file.
    private func logHead(_ message: Logger.Message) async {
        guard let head = try? await store.last() else { return }
        logger.info(message, metadata: ["head": "\(head.sequence):\(head.hash.hex)"])
    }
}
