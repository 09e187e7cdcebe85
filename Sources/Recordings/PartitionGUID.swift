/// The global key of a Partition, opaque text such as `11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86`.
package struct PartitionGUID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// By bytes, as it is looked up in the database.
    package static func == (left: PartitionGUID, right: PartitionGUID) -> Bool {
        left.rawValue.hasSameBytes(as: right.rawValue)
    }

    package func hash(into hasher: inout Hasher) {
        rawValue.hashBytes(into: &hasher)
    }

    package var description: String { rawValue }
}
