/// Metrics as text.
///
/// Source: Prometheus text-based exposition format, version 0.0.4.
struct MetricText {
    private(set) var text = ""

    mutating func begin(_ name: String, help: String?, type: String) {
        if let help { text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
        text += "# TYPE \(name) \(type)\n"
    }

    mutating func add(_ name: String, _ labels: [MetricLabel], _ value: Double) {
        text += name + Self.labels(labels) + " \(Self.number(value))\n"
    }

    mutating func add(_ name: String, _ labels: [MetricLabel], _ series: MetricSeries) {
        let distribution = series.distribution
        guard !distribution.counts.isEmpty else { return add(name, labels, series.number) }
        var count: UInt64 = 0
        for (index, own) in distribution.counts.enumerated() {
            count += own
            let bound = index < series.bounds.count ? Self.number(series.bounds[index]) : "+Inf"
            add(name + "_bucket", labels + [MetricLabel(name: "le", value: bound)], Double(count))
        }
        add(name + "_sum", labels, distribution.sum)
        add(name + "_count", labels, Double(count))
    }

    private static func labels(_ labels: [MetricLabel]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whole numbers without a point.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { String($0) } ?? String(value)
    }
}
