internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import PrometheusMetrics
internal import Recordings
internal import Registry
internal import SliceCache
internal import Transport

/// `GET /metrics`: everything that is counted, for Prometheus; for administrators, and without a token from this machine where that is allowed.
struct MetricsRoute: Sendable {
    /// Stands for a host field that cannot be used, and might say anything.
    private static let unusableHost = "notUsable"

    let metrics: ServiceMetrics
    let provider: any RecordingProvider
    let cache: SliceCache
    let audit: PlaybackAudit
    let client: HTTPClient
    let connections: Connections
    /// Whether this machine may ask without a token.
    let isOpen: Bool
    let entries: ActiveEntries
    let lane: WorkLane
    let now: @Sendable () -> Date

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .get,
                RequestPath.metrics,
                "Everything that is counted, for Prometheus.",
                for: isOpen ? .roleOrThisMachine(.admin) : .role(.admin),
                ignoresOtherNames: true,
                answers: ["text/plain"]
            )
        ) { _, _, _ in
            let text = try await lane.run { metrics.backend.text(with: await samples()) }
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        }
    }

    private func samples() async -> [MetricSample] {
        await cacheSamples + audioSamples + auditSamples + transferSamples + providerSamples()
            + ProcessFigures.samples
    }

    private var cacheSamples: [MetricSample] {
        let totals = cache.totals
        let counters = cache.counters
        return [
            .init(.cacheRecordings, totals.recordings), .init(.cacheStoredBytes, totals.storedBytes),
            .init(.cacheMaximumBytes, cache.limits.maximumBytes), .init(.cacheOpenRecordings, totals.openRecordings),
            .init(.cacheFlights, totals.flights), .init(.cacheReaders, totals.readers),
            .init(.connections, connections.count),
            .init(.cacheUpstreamRequests, counters.upstreamRequests, isCounter: true),
            .init(.cacheUpstreamBytes, counters.upstreamBytes, isCounter: true),
            .init(.cacheStorageFailures, counters.storageFailures, isCounter: true),
            .init(.cacheRemoved, counters.evictions, [("reason", "evicted")], isCounter: true),
            .init(.cacheRemoved, counters.expiries, [("reason", "expired")], isCounter: true),
        ]
    }

    private var audioSamples: [MetricSample] {
        let answers = metrics.counters.audio.sums.flatMap { sum -> [MetricSample] in
            let labels = [("entry", sum.entry?.rawValue ?? PrometheusMetrics.other), ("way", sum.way.rawValue)]
            let answers = AudioFill.allCases.map { ($0.rawValue, sum.counts[$0]) }.filter { $0.1 > 0 }
            return answers.map { MetricSample(.audioAnswers, $1, labels + [("cache", $0)], isCounter: true) }
                + [MetricSample(.audioSentBytes, sum.counts.sentBytes, labels, isCounter: true)]
        }
        let failures = metrics.counters.failures.audio.sorted { $0.key < $1.key }
            .map { MetricSample(.audioFailures, $0.value, [("code", $0.key)], isCounter: true) }
        let listeners = metrics.counters.listeners.count(now: Int64(now().timeIntervalSince1970))
        return answers + failures + [MetricSample(.listeners, listeners)]
    }

    private var auditSamples: [MetricSample] {
        [
            .init(.playbacksOpen, audit.openCount), .init(.auditRows, audit.writtenRows, isCounter: true),
            .init(.auditLostRows, audit.lostRows, isCounter: true),
        ]
    }

    private var transferSamples: [MetricSample] {
        let activity = client.activity
        return [
            .init(.transfers, activity.running - activity.paused, [("state", "running")]),
            .init(.transfers, activity.paused, [("state", "paused")]),
            .init(.transfers, activity.waiting, [("state", "waiting")]),
        ]
            + TransferLane.allCases.flatMap { lane -> [MetricSample] in
                let (activity, name) = (client.activity(of: lane), ("lane", lane.rawValue))
                return [
                    .init(.transferPlaces, activity.running, [name, ("state", "running")]),
                    .init(.transferPlaces, activity.waiting, [name, ("state", "waiting")]),
                    .init(.transfersRefused, activity.refused, [name], isCounter: true),
                ]
            }
    }

    private func providerSamples() async -> [MetricSample] {
        var samples: [MetricSample] = []
        for entry in entries.all {
            let name = ("entry", entry.callRecIntGUID.rawValue)
            for host in provider.hosts(entry: entry) {
                let position = ("position", String(host.position.rawValue))
                let health = host.health.map { $0 == "up" ? 1 : $0 == "down" ? 0 : 0.5 } ?? 0
                let label = ("host", host.name ?? Self.unusableHost)
                samples.append(MetricSample(.hostUp, health, [name, label, position]))
            }
            for quota in await provider.quota(entry: entry) {
                let position = ("position", String(quota.position.rawValue))
                samples.append(.init(.quotaRemaining, quota.remainingToday, [name, ("host", quota.name), position]))
            }
        }
        return samples
    }
}

extension MetricSample {
    init(_ name: MetricName, _ value: Double, _ labels: [(String, String)] = []) {
        self.init(name.rawValue, value, labels)
    }

    init(
        _ name: MetricName,
        _ value: some BinaryInteger,
        _ labels: [(String, String)] = [],
        isCounter: Bool = false
    ) {
        self.init(name.rawValue, Double(value), labels, isCounter: isCounter)
    }
}
