package import Recordings

extension ObjectForm {
    /// The integration entry that a body says, without saving it.
    ///
    /// - Parameters:
    ///   - body: all of the entry, as it comes with `POST`.
    ///   - stored: the one whose credentials stand for those that are not said; `nil` for a new one.
    ///   - name: the GUID of a new one.
    /// - Returns: the entry, under the stored one's revision.
    /// - Throws: `fieldsInvalid` with all that is wrong.
    package static func entry(
        saying body: JSONValue,
        over stored: IntegrationEntry?,
        orNamed name: CallRecIntGUID
    ) throws(ObjectRefusal) -> IntegrationEntry {
        let form = ObjectForm(.callRecInts)
        let isNamed = body[form.keyMember] ?? .null != .null
        let said = try form.whole(body, key: isNamed ? nil : .entry(name))
        guard case .entry(let imported) = said else { preconditionFailure("a form of entries reads entries") }
        let entry = imported.entry(over: stored, revision: stored?.revision ?? 0)
        guard stored == nil else { return entry }
        return IntegrationEntry(
            callRecIntGUID: name,
            callRecIntType: entry.callRecIntType,
            scope: entry.scope,
            description: entry.description,
            settings: entry.settings,
            revision: entry.revision
        )
    }
}
