/// A Call Recording Integration entry: one recording account at an external provider, and which users may be given it.
package struct IntegrationEntry: Hashable, Sendable {
    package let callRecIntGUID: CallRecIntGUID
    package let callRecIntType: CallRecIntType
    package let scope: Scope
    package let description: String
    package let settings: APICommunicationSettings
    /// Counts the entry's changes, so that what was learned under an older version (a token, an account) can be told apart.
    package let revision: Int64

    package init(
        callRecIntGUID: CallRecIntGUID,
        callRecIntType: CallRecIntType,
        scope: Scope,
        description: String,
        settings: APICommunicationSettings,
        revision: Int64
    ) {
        self.callRecIntGUID = callRecIntGUID
        self.callRecIntType = callRecIntType
        self.scope = scope
        self.description = description
        self.settings = settings
        self.revision = revision
    }
}
