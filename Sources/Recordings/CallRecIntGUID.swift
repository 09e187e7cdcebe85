/// The key of a Call Recording Integration entry, opaque text such as `6917876061b72704:62272b78:17c939e2202:-7d6f`.
///
/// Source: Web Services API, GUIDs have the shape of `java.rmi.dgc.VMID`; on input they are looked up as text.
package struct CallRecIntGUID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The entry used instead of a user's own when a report ran across a demonstration simulator.
    ///
    /// Source: Call Recording Integration Entries, "When Are Recording Integration Entries Used?".
    package static let demonstrationSimulator = CallRecIntGUID("d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000")

    package static func < (left: CallRecIntGUID, right: CallRecIntGUID) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    /// By bytes, as it is looked up in the database.
    package static func == (left: CallRecIntGUID, right: CallRecIntGUID) -> Bool {
        left.rawValue.hasSameBytes(as: right.rawValue)
    }

    package func hash(into hasher: inout Hasher) {
        rawValue.hashBytes(into: &hasher)
    }

    package var description: String { rawValue }
}
