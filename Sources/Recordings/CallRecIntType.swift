/// The kind of provider that an entry speaks to; the raw value is the name on the wire, with its case.
package enum CallRecIntType: String, Hashable, Sendable, CaseIterable, Codable {
    /// The only provider supported at present (Call Recording Integration Entries, "Request Parameters").
    case dubber = "Dubber"
}
