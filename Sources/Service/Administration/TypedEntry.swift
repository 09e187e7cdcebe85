internal import Dubber
internal import Recordings
internal import Registry

/// An integration entry as somebody is typing it, and the stored one that it would change.
struct TypedEntry: Sendable {
    /// What an entry is called that the registry does not have: in metrics, the same for all.
    static let unsaved = CallRecIntGUID("not-saved")

    /// With the stored one's credentials where none are said.
    let entry: IntegrationEntry
    private let stored: IntegrationEntry?
    /// The credentials that are the stored one's, as fields of a body.
    private let kept: [String]

    /// The GUID that a body says.
    static func guid(in body: JSONValue) -> CallRecIntGUID? {
        if case .text(let guid)? = body["callRecIntGUID"] { CallRecIntGUID(guid) } else { nil }
    }

    /// - Parameters:
    ///   - body: as `POST /v1/entries` takes it.
    ///   - stored: the one of its GUID; `nil` for a new one.
    /// - Throws: `fieldsInvalid` with all that is wrong.
    init(_ body: JSONValue, over stored: IntegrationEntry?) throws(ObjectRefusal) {
        let said = body["apiCommunicationSettings"]
        entry = try ObjectForm.entry(saying: body, over: stored, orNamed: Self.unsaved)
        self.stored = stored
        let credentials: [(String, Secret?)] = [
            ("authUserID1", stored?.settings.authUserID1), ("authUserID2", stored?.settings.authUserID2),
            ("apiParameter1", stored?.settings.apiParameter1), ("apiParameter2", stored?.settings.apiParameter2),
        ]
        kept = credentials.filter { name, secret in
            secret?.isEmpty == false && said?[name] ?? .null == .null
        }
        .map { "apiCommunicationSettings.\($0.0)" }
    }

    /// Expects that stored credentials go nowhere but where they go already: they could be read out by a host that is typed in.
    ///
    /// - Throws: `fieldsInvalid`, of each credential that would.
    func expectCredentialsStay() throws(ObjectRefusal) {
        guard let stored, !kept.isEmpty else { return }
        for (position, field) in entry.settings.hostFields {
            // A field that cannot be used is asked nothing.
            guard let address = Self.address(field) else { continue }
            let own = stored.settings.hostFields.first { $0.position == position }
            guard own.flatMap({ Self.address($0.text) }) != address else { continue }
            let detail =
                "is saved for another host; type it in to try host \(position.rawValue), since a saved one is sent to no host "
                + "that was typed in"
            throw .fieldsInvalid(kept.map { FieldFault(field: $0, detail: detail) })
        }
    }

    /// Where requests to a host field go; accounts and listeners of one host share it.
    private static func address(_ field: String) -> String? {
        try? DubberHost(field: field, allowPlainHTTP: true).baseURL
    }
}
