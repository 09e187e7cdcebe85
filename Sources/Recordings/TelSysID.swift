/// The number of a Telephony Server in the reporting application; a 32-bit integer on the wire.
package struct TelSysID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static func < (left: TelSysID, right: TelSysID) -> Bool {
        left.rawValue < right.rawValue
    }

    package var description: String { String(rawValue) }
}
