/// What is wrong with a field.
package struct FieldFault: Hashable, Sendable {
    /// Its path, such as `apiCommunicationSettings.ipAddrOrHost1`; empty where it is about the whole.
    package let field: String
    /// What is wrong and what would be right, without the value where that may be secret.
    package let detail: String

    package init(field: String = "", detail: String) {
        self.field = field
        self.detail = detail
    }
}
