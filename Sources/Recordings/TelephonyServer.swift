/// A telephony environment that reports run across.
package struct TelephonyServer: Hashable, Sendable {
    package let telSysID: TelSysID
    package let description: String
    /// Whether its calls are made up for demonstrations; reports across it play the demonstration entry's recordings.
    package let isDemonstrationSimulator: Bool

    package init(telSysID: TelSysID, description: String, isDemonstrationSimulator: Bool) {
        self.telSysID = telSysID
        self.description = description
        self.isDemonstrationSimulator = isDemonstrationSimulator
    }
}
