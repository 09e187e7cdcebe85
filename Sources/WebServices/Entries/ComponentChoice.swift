internal import Recordings
internal import Registry

/// Which component a request's `PartitionGUID`, `TelSysID` and `PartIDInTelSys` speak of.
///
/// `-1` stands for all: all Telephony Servers, or all Partitions of one, and nothing else does. A property that is there without a value is
/// refused, unless another one says what it leaves open, so that nothing gets a wider scope by a slip. Without a Partition a new entry belongs to
/// the Telephony Server; nothing at all is refused for a new entry and for a list.
///
/// Source: Call Recording Integration Entries, "Scoping" and "General properties"; what stands for all is inferred.
struct ComponentChoice: Sendable, Hashable {
    private static let all: Int32 = -1

    /// Each `nil` when absent.
    let partitionGUID: String?
    let telSysID: String?
    let partIDInTelSys: String?

    /// Where the three must agree.
    init(_ payload: OperationPayload) {
        partitionGUID = payload[.partitionGUID]
        telSysID = payload[.telSysID]
        partIDInTelSys = payload[.partIDInTelSys]
    }

    /// For a list, where a `PartitionGUID` makes the other two ignored.
    init(forList payload: OperationPayload) {
        let guid = payload[.partitionGUID]
        let isChosenByGUID = guid.map { !$0.isEmpty } ?? false
        partitionGUID = guid
        telSysID = isChosenByGUID ? nil : payload[.telSysID]
        partIDInTelSys = isChosenByGUID ? nil : payload[.partIDInTelSys]
    }

    /// The component that the request speaks of.
    ///
    /// - Parameters:
    ///   - current: what an existing entry belongs to: omitted properties stay as they are.
    ///   - registry: that knows the components.
    /// - Returns: a component that exists.
    /// - Throws: 11011, 11012, 11013, 11110, 11113, 11131.
    func scope(current: Scope?, in registry: Registry) throws(OperationFailure) -> Scope {
        if let partitionGUID, !partitionGUID.isEmpty {
            return try scope(ofPartition: PartitionGUID(partitionGUID), in: registry)
        }
        if let current, telSysID == nil, partIDInTelSys == nil, partitionGUID == nil { return current }
        try checkNoneIsEmpty()
        guard let server = try server(current, in: registry) else {
            guard try number() == nil else {
                throw OperationFailure(isAllServers ? .partitionMismatch : .telSysIDMissing)
            }
            return .applicationWide
        }
        let partition = partIDInTelSys != nil ? try number() : current?.partIDInTelSys
        guard let partition else { return .telephonyServer(server) }
        let scope = Scope.partition(server, partition)
        guard registry.partition(at: scope) != nil else { throw OperationFailure(.partitionUnknown) }
        return scope
    }

    /// Refuses a property without a value that no other makes up for.
    private func checkNoneIsEmpty() throws(OperationFailure) {
        guard telSysID?.isEmpty != true else {
            throw OperationFailure(.telSysIDMissing, "It is there without a value; -1 stands for all.")
        }
        let place = partIDInTelSys ?? partitionGUID
        guard place?.isEmpty != true else {
            throw OperationFailure(.partitionMissing, "It is there without a value; PartIDInTelSys -1 stands for all.")
        }
    }

    private func scope(ofPartition guid: PartitionGUID, in registry: Registry) throws(OperationFailure) -> Scope {
        guard let partition = registry.snapshot.partitions[guid] else { throw OperationFailure(.partitionUnknown) }
        if let telSysID, !telSysID.isEmpty {
            guard try existing(telSysID, in: registry) == partition.telSysID else {
                throw OperationFailure(.partitionMismatch)
            }
        }
        if let partIDInTelSys, !partIDInTelSys.isEmpty {
            guard PropertyText.integer(partIDInTelSys) == partition.partIDInTelSys.rawValue else {
                throw OperationFailure(.partitionMismatch)
            }
        }
        return partition.scope
    }

    /// The Telephony Server; `nil` for all.
    private func server(_ current: Scope?, in registry: Registry) throws(OperationFailure) -> TelSysID? {
        if let telSysID { return try existing(telSysID, in: registry) }
        guard let current else { throw OperationFailure(.telSysIDMissing) }
        return current.telSysID
    }

    /// A Telephony Server that exists; `nil` for all.
    private func existing(_ text: String, in registry: Registry) throws(OperationFailure) -> TelSysID? {
        guard let number = PropertyText.integer(text), number >= Self.all else {
            throw OperationFailure(.telSysIDMalformed)
        }
        guard number != Self.all else { return nil }
        guard registry.snapshot.telephonyServers[TelSysID(number)] != nil else {
            throw OperationFailure(.telephonyServerUnknown)
        }
        return TelSysID(number)
    }

    /// The Partition's number as given; `nil` for none or all.
    private func number() throws(OperationFailure) -> PartIDInTelSys? {
        guard let partIDInTelSys else { return nil }
        guard let number = PropertyText.integer(partIDInTelSys) else { throw OperationFailure(.partitionUnknown) }
        return number == Self.all ? nil : PartIDInTelSys(number)
    }

    private var isAllServers: Bool {
        telSysID.flatMap(PropertyText.integer) == Self.all
    }
}
