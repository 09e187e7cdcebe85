package import Recordings

/// Which changes an administrator may make: those of what lies in its scope and stays there, and that give nobody more than it has itself.
extension AdministratorScope {
    /// Why a change may not be made; `nil` where it may.
    ///
    /// What is not there is answered as what lies outside, so that nobody learns what is elsewhere.
    ///
    /// - Parameters:
    ///   - key: of the object.
    ///   - old: as it is; `nil` where there is none.
    ///   - new: as it shall be; `nil` where it goes.
    ///   - entryScope: tells what an entry belongs to, `nil` where there is none.
    /// - Returns: the refusal.
    /// - Throws: what `entryScope` throws.
    package func refusal(
        ofChanging key: ObjectKey,
        from old: RegistryObject?,
        to new: RegistryObject?,
        entryScope: (CallRecIntGUID) throws -> Scope?
    ) rethrows -> ObjectRefusal? {
        guard !isEverything else { return nil }
        guard old.map({ covers($0.scope) }) ?? (new != nil) else {
            return .outsideScope(
                FieldFault(detail: "There is no such \(key.kindWords) in \(self), and nothing else may be changed.")
            )
        }
        guard let new else { return nil }
        guard covers(new.scope) else {
            let problem = "would be \(new.scope), and nothing outside \(self) may be changed"
            return .outsideScope(FieldFault(field: new.scopeField, detail: "The \(key.kindWords) \(problem)."))
        }
        guard let guid = new.assignedEntry, guid != old?.assignedEntry else { return nil }
        guard try entryScope(guid).map({ covers($0) }) ?? false else {
            let detail = "There is no such integration entry in \(self), and no other may be assigned."
            return .outsideScope(FieldFault(field: "recordingPlayback", detail: detail))
        }
        return nil
    }
}

extension RegistryObject {
    fileprivate var assignedEntry: CallRecIntGUID? {
        if case .user(let user) = self { user.recordingPlayback } else { nil }
    }

    /// The field that says what it belongs to.
    fileprivate var scopeField: String {
        if case .user = self { "scope" } else { "telSysID" }
    }
}
