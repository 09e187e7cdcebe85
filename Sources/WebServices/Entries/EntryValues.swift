internal import Recordings
internal import Registry

/// The values of an entry that a request gives, each of a length and shape that can be kept; `nil` where it gives none.
struct EntryValues: Sendable, Hashable {
    let description: String?
    let ipAddrOrHost1: String?
    let ipAddrOrHost2: String?
    let authUserID1: Secret?
    let authUserID2: Secret?
    let apiParameter1: Secret?
    let apiParameter2: Secret?

    /// - Throws: 10000 with the name of the property that cannot be kept, never with its value.
    init(_ payload: OperationPayload) throws(OperationFailure) {
        description = payload[.description]
        try Self.checkLength(description, .description, ImportLimits.maximumDescriptionLength)
        ipAddrOrHost1 = try Self.host(payload, .ipAddrOrHost1)
        ipAddrOrHost2 = try Self.host(payload, .ipAddrOrHost2)
        authUserID1 = try Self.credential(payload, .authUserID1)
        authUserID2 = try Self.credential(payload, .authUserID2)
        apiParameter1 = try Self.credential(payload, .apiParameter1)
        apiParameter2 = try Self.credential(payload, .apiParameter2)
    }

    /// A new entry of these values; what is not given is empty.
    func newEntry(_ guid: CallRecIntGUID, _ type: CallRecIntType, _ scope: Scope) -> IntegrationEntry {
        let settings = APICommunicationSettings(
            ipAddrOrHost1: "",
            ipAddrOrHost2: "",
            authUserID1: Secret(""),
            authUserID2: Secret(""),
            apiParameter1: Secret(""),
            apiParameter2: Secret("")
        )
        let blank = IntegrationEntry(
            callRecIntGUID: guid,
            callRecIntType: type,
            scope: scope,
            description: "",
            settings: settings,
            revision: 0
        )
        return changed(blank, scope: scope)
    }

    /// An entry with these values; what is not given stays, and so does the revision.
    func changed(_ entry: IntegrationEntry, scope: Scope) -> IntegrationEntry {
        let settings = entry.settings
        return IntegrationEntry(
            callRecIntGUID: entry.callRecIntGUID,
            callRecIntType: entry.callRecIntType,
            scope: scope,
            description: description ?? entry.description,
            settings: APICommunicationSettings(
                ipAddrOrHost1: ipAddrOrHost1 ?? settings.ipAddrOrHost1,
                ipAddrOrHost2: ipAddrOrHost2 ?? settings.ipAddrOrHost2,
                authUserID1: authUserID1 ?? settings.authUserID1,
                authUserID2: authUserID2 ?? settings.authUserID2,
                apiParameter1: apiParameter1 ?? settings.apiParameter1,
                apiParameter2: apiParameter2 ?? settings.apiParameter2
            ),
            revision: entry.revision
        )
    }

    private static func host(_ payload: OperationPayload, _ name: PropertyName) throws(OperationFailure) -> String? {
        guard let text = payload.setting(name) else { return nil }
        do throws(HostField.Problem) {
            return try HostField(text).text
        } catch {
            throw OperationFailure(
                .unknownError,
                "The property \(name.rawValue) \(error.rawValue); \(HostField.Problem.expected)."
            )
        }
    }

    private static func credential(
        _ payload: OperationPayload,
        _ name: PropertyName
    ) throws(OperationFailure) -> Secret? {
        let text = payload.setting(name)
        try checkLength(text, name, ImportLimits.maximumCredentialLength)
        return text.map { Secret($0) }
    }

    private static func checkLength(_ text: String?, _ name: PropertyName, _ maximum: Int) throws(OperationFailure) {
        guard (text ?? "").unicodeScalars.count <= maximum else {
            throw OperationFailure(.unknownError, "The property \(name.rawValue) has more than \(maximum) characters.")
        }
    }
}
