/// A part of a Telephony Server with a key of its own.
package struct Partition: Hashable, Sendable {
    package let partitionGUID: PartitionGUID
    package let telSysID: TelSysID
    package let partIDInTelSys: PartIDInTelSys
    package let description: String

    package init(
        partitionGUID: PartitionGUID,
        telSysID: TelSysID,
        partIDInTelSys: PartIDInTelSys,
        description: String
    ) {
        self.partitionGUID = partitionGUID
        self.telSysID = telSysID
        self.partIDInTelSys = partIDInTelSys
        self.description = description
    }

    /// The Partition as a component that users and entries can belong to.
    package var scope: Scope { .partition(telSysID, partIDInTelSys) }
}
