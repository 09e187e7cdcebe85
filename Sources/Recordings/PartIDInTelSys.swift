/// The number of a Partition within its Telephony Server; a 32-bit integer on the wire.
package struct PartIDInTelSys: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static func < (left: PartIDInTelSys, right: PartIDInTelSys) -> Bool {
        left.rawValue < right.rawValue
    }

    package var description: String { String(rawValue) }
}
