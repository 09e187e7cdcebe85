internal import Recordings

/// Rule 4: the report ran across a demonstration simulator.
///
/// Then the demonstration entry is used instead of the assigned one.
///
/// Source: Call Recording Integration Entries, "When Are Recording Integration Entries Used?", the special case.
struct SimulatorRule {
    let telSysID: TelSysID

    func finding(assigned: CallRecIntGUID, in snapshot: RegistrySnapshot) -> RuleFinding<ChosenEntry> {
        guard let server = snapshot.telephonyServers[telSysID] else {
            let detail = "Telephony Server \(telSysID) is not in the registry, so it may or may not be a simulator."
            return .fail(.unknownTelephonyServer, detail: detail)
        }
        let name = "Telephony Server \(telSysID) (\"\(server.description)\")"
        guard server.isDemonstrationSimulator else {
            return .pass(.assigned(assigned), detail: "\(name) is not a demonstration simulator.")
        }
        let detail = "\(name) is a demonstration simulator: the demonstration entry is used instead of \(assigned)."
        return .applied(.demonstration, detail: detail)
    }
}
