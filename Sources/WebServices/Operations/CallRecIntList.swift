internal import Recordings
internal import Registry

/// Lists the entries that belong to exactly one component, in the order of their descriptions and GUIDs.
///
/// Source: Call Recording Integration Entries, "CallRecIntList".
struct CallRecIntList: EntryOperation {
    static let defaultOffset = 0
    static let defaultLimit = 1_000

    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome {
        let scope = try ComponentChoice(forList: call.payload).scope(current: nil, in: call.registry)
        try call.administrator.checkMayAct(on: scope)
        let offset = try Self.count(call.request.offset, "Offset") ?? Self.defaultOffset
        let limit = try Self.count(call.request.limit, "Limit") ?? Self.defaultLimit
        let fields = try Self.fields(call)
        let entries = try await Self.entries(call, scope, offset: offset, limit: limit)
        let partitionGUID = call.registry.partition(at: scope)?.partitionGUID
        return .success(
            entries.map { fields.item(EntryDescription(entry: $0, partitionGUID: partitionGUID)) }
        )
    }

    /// A list that had to be cut would look complete: so it is refused when more entries were asked for, and exist, than one answer holds.
    private static func entries(
        _ call: EntryCall,
        _ scope: Scope,
        offset: Int,
        limit: Int
    ) async throws(OperationFailure) -> [IntegrationEntry] {
        let most = call.limits.listedEntries
        let entries: [IntegrationEntry]
        do throws(RegistryError) {
            entries = try await call.registry.entries(in: scope, offset: offset, limit: min(limit, most + 1))
        } catch {
            throw OperationFailure(error)
        }
        guard entries.count <= most else {
            throw OperationFailure(.unknownError, "There are more than \(most) entries; ask for fewer by Limit.")
        }
        return entries
    }

    /// Source: Web Services API, "Types": 0 to 2147483647.
    private static func count(_ text: String?, _ name: String) throws(OperationFailure) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let number = PropertyText.integer(text), number >= 0 else {
            throw OperationFailure(.unknownError, "\(name) is not a whole number from 0 to \(Int32.max).")
        }
        return Int(number)
    }

    private static func fields(_ call: EntryCall) throws(OperationFailure) -> FieldList {
        let text = call.payload[.callRecIntFields]
        guard (text ?? "").unicodeScalars.count <= call.limits.fieldListLength else {
            throw OperationFailure(
                .unknownError,
                "CallRecIntFields has more than \(call.limits.fieldListLength) characters."
            )
        }
        return FieldList(text)
    }
}
