internal import Recordings

/// Rule 5: the entry to be used exists.
///
/// Only the chosen entry is looked up: across a demonstration simulator the assigned entry need not exist.
struct EntryRule {
    func finding(for chosen: ChosenEntry, in snapshot: RegistrySnapshot) -> RuleFinding<IntegrationEntry> {
        let which =
            switch chosen {
            case .assigned: "assigned"
            case .demonstration: "demonstration"
            }
        guard let entry = snapshot.entries[chosen.guid] else {
            let detail = "The \(which) integration entry \(chosen.guid) does not exist."
            return .fail(.entryMissing(chosen.guid), detail: detail)
        }
        return .pass(entry, detail: "The \(which) integration entry \(chosen.guid) is \"\(entry.description)\".")
    }
}
