internal import CoreMetrics
internal import Foundation
package import PrometheusMetrics
internal import Recordings

/// What the service counts, through swift-metrics.
package final class ServiceMetrics: Sendable {
    package let backend = PrometheusMetrics(descriptions: MetricName.descriptions)
    let counters = ServiceCounters()

    /// Every metric's name.
    package static var names: [String] { MetricName.allCases.map(\.rawValue) }

    package init() {}

    /// A request that an ordinary route answered.
    func answered(route: String, method: String, status: Int, after duration: Duration) {
        add(.httpRequests, [("route", route), ("method", method), ("status", String(status))])
        time(.httpSeconds, duration, [("route", route)])
    }

    /// An audio answer of the ordinary route has its first bytes.
    func audioAnswered(entry: CallRecIntGUID, _ fill: AudioFill, after duration: Duration) {
        counters.audio.route.counter(of: entry).answered(fill)
        time(.audioFirstByteSeconds, duration, [("entry", entry.rawValue), ("cache", fill.rawValue)])
    }

    /// The picture of a recording's sound is about to be shown.
    func peaksAnswered(entry: CallRecIntGUID) {
        add(.peaksAnswers, [("entry", entry.rawValue)])
    }

    func availability(_ states: [AvailabilityState]) {
        for (state, rows) in Dictionary(grouping: states, by: { $0 }) {
            add(.availabilityResults, [("state", state.rawValue)], by: Int64(rows.count))
        }
    }

    /// A call of the provider's API.
    func called(entry: CallRecIntGUID, host: String, _ call: ProviderCall) {
        counters.called(entry)
        let outcome =
            switch call.status {
            case nil: "noAnswer"
            case .some(200..<300): "ok"
            case .some(let status): "\(status / 100)xx"
            }
        let dimensions = [
            ("entry", entry.rawValue), ("host", host), ("operation", Self.operation(call)), ("outcome", outcome),
        ]
        time(.providerCallSeconds, .milliseconds(call.milliseconds), dimensions)
    }

    /// A few words for all paths, which hold ids.
    private static func operation(_ call: ProviderCall) -> String {
        let parts = call.path.split(separator: "/")
        if parts.last == "token" { return "token" }
        if parts.first == "accounts" { return "list" }
        if parts.first == "recordings" { return "recording" }
        if parts.first == "profile" { return "profile" }
        return "other"
    }

    private func add(_ name: MetricName, _ dimensions: [(String, String)], by amount: Int64 = 1) {
        Counter(label: name.rawValue, dimensions: dimensions, factory: backend).increment(by: amount)
    }

    private func time(_ name: MetricName, _ duration: Duration, _ dimensions: [(String, String)]) {
        Timer(label: name.rawValue, dimensions: dimensions, factory: backend)
            .recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }
}
