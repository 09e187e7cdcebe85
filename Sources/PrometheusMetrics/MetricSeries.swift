internal import CoreMetrics
internal import Synchronization

/// One series: a number, or a histogram's.
final class MetricSeries: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    struct Histogram: Hashable, Sendable {
        /// Not cumulative; one more than bounds.
        var counts: [UInt64]
        var sum = 0.0
    }

    let bounds: [Double]
    /// The bits of a number.
    private let bits = Atomic<UInt64>(0)
    private let histogram: Mutex<Histogram>

    init(kind: Kind, bounds: [Double]) {
        self.bounds = bounds
        histogram = Mutex(Histogram(counts: kind == .histogram ? Array(repeating: 0, count: bounds.count + 1) : []))
    }

    var number: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
    var distribution: Histogram { histogram.withLock { $0 } }

    private func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (isExchanged, current) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if isExchanged { return }
            old = current
        }
    }

    private func observe(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        histogram.withLock { histogram in
            guard index < histogram.counts.count else { return }
            histogram.counts[index] += 1
            histogram.sum += value
        }
    }
}

extension MetricSeries: CounterHandler, FloatingPointCounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func reset() { bits.store(0, ordering: .relaxed) }
}

extension MetricSeries: MeterHandler {
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func decrement(by amount: Double) { add(-amount) }
}

extension MetricSeries: RecorderHandler {
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        if bounds.isEmpty { set(value) } else { observe(value) }
    }
}

extension MetricSeries: TimerHandler {
    func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }
}
