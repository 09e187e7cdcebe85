internal import Recordings
internal import Registry

/// Adds an entry; its GUID is for `CallRecIntList` to tell.
///
/// Source: Call Recording Integration Entries, "CallRecIntAdd".
struct CallRecIntAdd: EntryOperation {
    let guids: GUIDSource

    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome {
        let scope = try ComponentChoice(call.payload).scope(current: nil, in: call.registry)
        let type = try type(call.payload)
        try call.administrator.checkMayAct(on: scope)
        let values = try EntryValues(call.payload)
        let entry = values.newEntry(guids.next(now: call.now), type, scope)
        try await call.change { () async throws(RegistryError) in
            try await call.registry.addEntry(
                entry,
                properties: EntryDescription(entry: entry).namesWithValue,
                by: call.author
            )
        }
        return .done
    }

    private func type(_ payload: OperationPayload) throws(OperationFailure) -> CallRecIntType {
        guard let name = payload[.callRecIntType], !name.isEmpty else { throw OperationFailure(.callRecIntTypeMissing) }
        guard let type = CallRecIntType(rawValue: name) else { throw OperationFailure(.callRecIntTypeUnsupported) }
        return type
    }
}
