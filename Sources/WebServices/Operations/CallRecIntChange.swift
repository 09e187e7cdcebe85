internal import Recordings
internal import Registry

/// Changes an entry: what is omitted or nil stays, an empty value clears a text, and a scope only `-1` widens; GUID and type cannot be changed and are passed over.
///
/// Source: Call Recording Integration Entries, "CallRecIntChange".
struct CallRecIntChange: EntryOperation {
    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome {
        let old = try call.entry()
        let scope = try ComponentChoice(call.payload).scope(current: old.scope, in: call.registry)
        try call.administrator.checkMayAct(on: old.scope)
        try call.administrator.checkMayAct(on: scope)
        let new = try EntryValues(call.payload).changed(old, scope: scope)
        let properties = EntryDescription(entry: new).namesThatDiffer(from: EntryDescription(entry: old))
        // A new revision would make everything learned through the entry be forgotten, for nothing.
        guard !properties.isEmpty else { return .done }
        try await call.change { () async throws(RegistryError) in
            try await call.registry.changeEntry(new, properties: properties, by: call.author)
        }
        return .done
    }
}
