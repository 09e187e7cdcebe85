/// What kind of change an audit row tells of; the raw value is what is kept.
package enum AuditAction: String, Hashable, Sendable, CaseIterable {
    case addEntry
    case changeEntry
    case deleteEntry
    case setPassword
}
