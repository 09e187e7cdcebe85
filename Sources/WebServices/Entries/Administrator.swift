internal import Recordings

/// The user who makes a request, and what it may act on.
struct Administrator: Sendable, Hashable {
    let username: String
    let scope: AdministratorScope

    /// Sees to it that a component lies in the administrator's scope.
    ///
    /// - Throws: 10512 when the component is another Telephony Server or belongs to one, or is application-wide; 10514 when it is on
    ///   the administrator's Telephony Server, but not in its Partition.
    func checkMayAct(on component: Scope) throws(OperationFailure) {
        switch scope.refusal(of: component) {
        case nil: return
        case .outsideTelephonyServer: throw OperationFailure(.outsideTelephonyServer)
        case .outsidePartition: throw OperationFailure(.outsidePartition)
        }
    }
}
