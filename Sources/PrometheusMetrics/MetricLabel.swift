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
        // Those of a program are, and looking costs far less than making them anew.
        if isSane(name) { return name }
        let replaced = name.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ":": Character(scalar)
            default: "_"
            }
        }
        return (replaced.first?.isNumber == true ? "_" : "") + String(replaced)
    }

    private static func isSane(_ name: String) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: ":"):
                true
            default: isDigit(byte)
            }
        }
        return isPlain && name.utf8.first.map { !isDigit($0) } ?? true
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
