/// Which properties a list shows of each entry: the two that it always shows, and those that `CallRecIntFields` asks for.
///
/// Settings come in their container; the container's own name asks for all of them.
struct FieldList: Sendable, Hashable {
    /// The order of the API's sample, with the properties that are not in it where the sample leaves room.
    ///
    /// Source: Call Recording Integration Entries, "CallRecIntList Response".
    private static let order: [PropertyName] = [
        .telSysID, .partitionGUID, .description, .callRecIntType, .callRecIntGUID, .partIDInTelSys,
    ]

    private let general: [PropertyName]
    private let settings: [PropertyName]

    /// - Parameter text: comma-separated names, with their case; white space around them and unknown names count for nothing.
    init(_ text: String?) {
        let asked = (text ?? "").split(separator: ",").compactMap { name in
            PropertyName(rawValue: PropertyText.trimmed(String(name)))
        }
        let shown = Set(asked).union([.callRecIntGUID, .description])
        general = Self.order.filter(shown.contains)
        settings = EntryDescription.settings.filter { shown.contains($0) || shown.contains(.apiCommunicationSettings) }
    }

    /// An entry's container in the list.
    func item(_ description: EntryDescription) -> ResponseItem {
        let shown = general.map(description.item)
        guard !settings.isEmpty else { return .container(nil, shown) }
        return .container(nil, shown + [.container(.apiCommunicationSettings, settings.map(description.item))])
    }
}
