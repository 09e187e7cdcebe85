internal import Recordings
internal import Registry

extension Registry {
    /// What a scope's Telephony Server is called, and its Partition: as many names as the scope has numbers.
    func names(of scope: Scope) -> [String] {
        guard let server = scope.telSysID else { return [] }
        let name = snapshot.telephonyServers[server]?.description ?? ""
        return scope.partIDInTelSys == nil ? [name] : [name, partition(at: scope)?.description ?? ""]
    }
}
