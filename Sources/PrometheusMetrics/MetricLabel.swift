/// A label of a series.
package struct MetricLabel: Hashable, Comparable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    package static func < (left: MetricLabel, right: MetricLabel) -> Bool {
        (left.name, left.value) < (right.name, right.value)
    }

    /// A name as Prometheus takes it: letters, digits, underscores and colons, not beginning with a digit.
    static func sane(_ name: String) -> String {
        let replaced = name.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ":": Character(scalar)
            default: "_"
            }
        }
        return (replaced.first?.isNumber == true ? "_" : "") + String(replaced)
    }
}

/// A value that is looked up when metrics are asked for, such as how much is cached.
package struct MetricSample: Sendable {
    package let name: String
    package let labels: [MetricLabel]
    package let value: Double
    package let isCounter: Bool

    package init(_ name: String, _ value: Double, _ labels: [(String, String)] = [], isCounter: Bool = false) {
        self.name = name
        self.labels = labels.map { MetricLabel(name: $0.0, value: $0.1) }
        self.value = value
        self.isCounter = isCounter
    }
}
