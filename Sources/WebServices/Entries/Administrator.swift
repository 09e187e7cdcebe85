internal import Recordings

/// The user who makes a request, and what it may act on.
struct Administrator: Sendable, Hashable {
    let username: String
    let scope: Scope

    /// Sees to it that a component lies in the administrator's scope.
    ///
    /// An administrator of everything may act on everything; one of a Telephony Server on the server and its Partitions; one of a
    /// Partition on that Partition alone.
    ///
    /// - Throws: 10512 when the component is another Telephony Server or belongs to one, or is application-wide; 10514 when it is on
    ///   the administrator's Telephony Server, but not in its Partition.
    func checkMayAct(on component: Scope) throws(OperationFailure) {
        guard scope != .applicationWide else { return }
        guard component.telSysID == scope.telSysID else { throw OperationFailure(.outsideTelephonyServer) }
        guard scope.partIDInTelSys == nil || component == scope else { throw OperationFailure(.outsidePartition) }
    }
}
