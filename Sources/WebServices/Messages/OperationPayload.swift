/// The properties of a request, each sound by itself: there once, of text alone, without control characters.
///
/// Properties of names that no operation knows are let pass and not looked at again.
struct OperationPayload: Sendable {
    private let general: [String: String]
    private let settings: [String: String]

    /// - Throws: 10000 with what is wrong.
    init(_ payload: MessageElement?, limits: WebServicesLimits) throws(OperationFailure) {
        let containers = payload?.children("Container") ?? []
        let properties = (containers + [payload].compactMap(\.self)).reduce(0) { $0 + $1.children("Property").count }
        guard properties <= limits.properties else {
            throw OperationFailure(.unknownError, "There are more than \(limits.properties) properties.")
        }
        general = try Self.properties(payload, limits)
        let named = containers.filter { $0.attributes["Name"] == PropertyName.apiCommunicationSettings.rawValue }
        guard named.count <= 1 else { throw Self.repeated(PropertyName.apiCommunicationSettings.rawValue) }
        settings = try Self.properties(named.first, limits)
    }

    /// A property beside the containers; `nil` when it is absent.
    subscript(_ name: PropertyName) -> String? {
        general[name.rawValue]
    }

    /// A property of the container `APICommunicationSettings`; `nil` when it is absent.
    func setting(_ name: PropertyName) -> String? {
        settings[name.rawValue]
    }

    private static func properties(
        _ parent: MessageElement?,
        _ limits: WebServicesLimits
    ) throws(OperationFailure) -> [String: String] {
        var properties: [String: String] = [:]
        for element in parent?.children("Property") ?? [] {
            guard let fullName = element.attributes["Name"], !fullName.isEmpty else {
                throw OperationFailure(.unknownError, "A property has no name.")
            }
            let name = String(fullName.prefix(limits.quotedLength))
            guard element.children.isEmpty else {
                throw OperationFailure(.unknownError, "The property \(name) holds elements instead of text.")
            }
            let text = PropertyText.trimmed(element.text)
            // A list of names may run over several lines; it is never kept.
            let isList = fullName == PropertyName.callRecIntFields.rawValue
            guard isList || text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
                throw OperationFailure(.unknownError, "The property \(name) has a control character.")
            }
            guard properties.updateValue(text, forKey: fullName) == nil else { throw repeated(name) }
        }
        return properties
    }

    private static func repeated(_ name: String) -> OperationFailure {
        OperationFailure(.unknownError, "\(name) occurs twice.")
    }
}
