/// One change of the registry as the audit keeps it: who, when, what; never a value.
package struct AuditRow: Hashable, Sendable, Identifiable {
    /// Grows with each row and is never used again.
    package let id: Int64
    package let author: AuditAuthor
    package let action: AuditAction
    /// The changed entry's GUID, or the username.
    package let subject: String
    /// The names of the properties that were set or became different, in the order of the Web Services API.
    package let properties: [String]

    package init(id: Int64, author: AuditAuthor, action: AuditAction, subject: String, properties: [String]) {
        self.id = id
        self.author = author
        self.action = action
        self.subject = subject
        self.properties = properties
    }
}
