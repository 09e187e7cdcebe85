package import CoreMetrics
internal import Synchronization

/// A backend of swift-metrics that keeps every series in memory and writes them as Prometheus text.
///
/// Counters become counters, meters and plain recorders gauges, timers and aggregating recorders histograms; timers are in seconds.
package final class PrometheusMetrics: Sendable {
    /// Series of one name; beyond these, what would be another is counted in one whose labels all say `other`.
    package static let maximumSeriesPerName = 1_000
    /// Names; beyond these a metric is not shown.
    package static let maximumNames = 500
    /// The value of labels beyond the limit.
    package static let other = "other"

    /// What is known of a name before anything is counted.
    package struct Description: Sendable {
        package let help: String
        /// The upper bounds of a histogram's buckets, growing.
        package let bounds: [Double]

        package init(help: String, bounds: [Double] = PrometheusMetrics.defaultBounds) {
            self.help = help
            self.bounds = bounds
        }
    }

    /// From a millisecond to a minute.
    package static let defaultBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    struct Family {
        let kind: MetricSeries.Kind
        var series: [[MetricLabel]: MetricSeries] = [:]
    }

    private let descriptions: [String: Description]
    private let families = Mutex<[String: Family]>([:])

    package init(descriptions: [String: Description] = [:]) {
        self.descriptions = descriptions
    }

    /// The series of a name and labels, made when it is first asked for.
    func series(_ name: String, _ dimensions: [(String, String)], _ kind: MetricSeries.Kind) -> MetricSeries {
        let name = MetricLabel.sane(name)
        let labels = dimensions.map { MetricLabel(name: MetricLabel.sane($0.0), value: $0.1) }.sorted()
        let bounds = kind == .histogram ? descriptions[name]?.bounds ?? Self.defaultBounds : []
        return families.withLock { families in
            guard families[name] != nil || families.count < Self.maximumNames else {
                return MetricSeries(kind: kind, bounds: bounds)
            }
            // A name of another kind is a mistake in the program; what it counts is not shown.
            guard families[name, default: Family(kind: kind)].kind == kind else {
                return MetricSeries(kind: kind, bounds: bounds)
            }
            if let known = families[name]?.series[labels] { return known }
            let isFull = families[name].map { $0.series.count >= Self.maximumSeriesPerName } ?? false
            let kept = isFull ? labels.map { MetricLabel(name: $0.name, value: Self.other) } : labels
            if let known = families[name]?.series[kept] { return known }
            let made = MetricSeries(kind: kind, bounds: bounds)
            families[name, default: Family(kind: kind)].series[kept] = made
            return made
        }
    }

    func remove(_ series: MetricSeries) {
        families.withLock { families in
            for (name, family) in families {
                guard let labels = family.series.first(where: { $0.value === series })?.key else { continue }
                families[name]?.series[labels] = nil
            }
        }
    }

    /// Everything as Prometheus text, names and labels in order.
    ///
    /// - Parameter samples: values that are looked up rather than counted, written in the same way.
    /// - Returns: the text, in lines.
    package func text(with samples: [MetricSample] = []) -> String {
        let families = families.withLock { $0 }
        var text = MetricText()
        let looked = Dictionary(grouping: samples, by: \.name)
        for name in Set(families.keys).union(looked.keys).sorted() {
            let help = descriptions[name]?.help
            let family = families[name]
            let type = family?.kind ?? (looked[name]?.first?.isCounter == true ? .counter : .gauge)
            text.begin(name, help: help, type: type.rawValue)
            let counted = family?.series.sorted { $0.key.lexicographicallyPrecedes($1.key) } ?? []
            for (labels, series) in counted { text.add(name, labels, series) }
            for sample in looked[name] ?? [] { text.add(name, sample.labels.sorted(), sample.value) }
        }
        return text.text
    }
}

extension PrometheusMetrics: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        series(label, dimensions, aggregate ? .histogram : .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram)
    }

    package func destroyCounter(_ handler: any CounterHandler) { destroy(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { destroy(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { destroy(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { destroy(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { destroy(handler) }

    private func destroy(_ handler: AnyObject) {
        if let series = handler as? MetricSeries { remove(series) }
    }
}
