/// The properties of a request, each sound by itself: there once, of text alone, without control characters.
///
/// A property that is there without a value is an empty text; one that is nil (``Nilness``) counts as absent, like one that is not there.
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
        let container = try named.first.map { element throws(OperationFailure) in
            try Self.hasValue(element, "container", PropertyName.apiCommunicationSettings.rawValue) ? element : nil
        }
        settings = try Self.properties(container ?? nil, limits)
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
        var properties: [String: String?] = [:]
        for element in parent?.children("Property") ?? [] {
            guard let fullName = element.attributes["Name"], !fullName.isEmpty else {
                throw OperationFailure(.unknownError, "A property has no name.")
            }
            let name = String(fullName.unicodeScalars.prefix(limits.quotedLength))
            guard element.children.isEmpty else {
                throw OperationFailure(.unknownError, "The property \(name) holds elements instead of text.")
            }
            guard try hasValue(element, "property", name) else {
                guard properties.updateValue(nil, forKey: fullName) == nil else { throw repeated(name) }
                continue
            }
            let text = PropertyText.trimmed(element.text)
            // A list of names may run over several lines; it is never kept.
            let isList = fullName == PropertyName.callRecIntFields.rawValue
            guard isList || text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
                throw OperationFailure(.unknownError, "The property \(name) has a control character.")
            }
            guard properties.updateValue(text, forKey: fullName) == nil else { throw repeated(name) }
        }
        return properties.compactMapValues(\.self)
    }

    /// Whether an element has a value, be it an empty one.
    private static func hasValue(
        _ element: MessageElement,
        _ kind: String,
        _ name: String
    ) throws(OperationFailure) -> Bool {
        switch element.nilness {
        case .hasValue: return true
        case .isNil: return false
        case .contradictory: throw OperationFailure(.unknownError, "The \(kind) \(name) is nil and has a value.")
        }
    }

    private static func repeated(_ name: String) -> OperationFailure {
        OperationFailure(.unknownError, "\(name) occurs twice.")
    }
}
