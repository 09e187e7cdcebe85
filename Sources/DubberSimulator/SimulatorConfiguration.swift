package import Foundation

/// Everything a simulator pretends to be.
///
/// In JSON only `regions` is required.
package struct SimulatorConfiguration: Hashable, Sendable {
    /// By path prefix, such as `uk1`.
    package var regions: [String: SimulatedRegion]
    package var tokens: TokenRules
    package var quota: QuotaRules
    /// Whether a page includes the recording that its cursor names.
    ///
    /// Source: Dubber API, a cursor may be inclusive (A).
    package var cursorsAreInclusive: Bool
    /// Whether API calls without `Content-Type: application/json` are refused, those without a body as well.
    ///
    /// Source: Dubber API, error 1004 (B); clients that fetch without the field are in use, so by default it is not missed.
    package var requiresJSONContentType: Bool
    /// Whether a `listener` that is present and empty is enough for `recording_url`.
    ///
    /// Source: Dubber API, More, found later (C).
    package var acceptsEmptyListener: Bool
    /// Whether times are written as in ISO 8601 instead of RFC 2822 (D).
    package var writesISO8601Dates: Bool
    /// How long a presigned audio URL lives; the provider does not document it (D).
    package var audioURLLifetimeSeconds: Int
    /// The scheme, host and port in the URLs of answers; `nil` takes those of the request.
    package var publicBaseURL: String?

    package init(
        regions: [String: SimulatedRegion],
        tokens: TokenRules = TokenRules(),
        quota: QuotaRules = QuotaRules(),
        cursorsAreInclusive: Bool = false,
        requiresJSONContentType: Bool = false,
        acceptsEmptyListener: Bool = true,
        writesISO8601Dates: Bool = false,
        audioURLLifetimeSeconds: Int = 900,
        publicBaseURL: String? = nil
    ) {
        self.regions = regions
        self.tokens = tokens
        self.quota = quota
        self.cursorsAreInclusive = cursorsAreInclusive
        self.requiresJSONContentType = requiresJSONContentType
        self.acceptsEmptyListener = acceptsEmptyListener
        self.writesISO8601Dates = writesISO8601Dates
        self.audioURLLifetimeSeconds = audioURLLifetimeSeconds
        self.publicBaseURL = publicBaseURL
    }

    /// Reads a configuration file's content.
    ///
    /// - Throws: ``SimulatorError/malformedConfiguration(at:)`` with the JSON path of what is wrong.
    package init(json: Data) throws(SimulatorError) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            self = try decoder.decode(Self.self, from: json)
        } catch {
            throw .malformedConfiguration(at: Self.place(of: error))
        }
    }

    private static func place(of error: any Error) -> String {
        let path: [any CodingKey]
        switch error {
        case DecodingError.keyNotFound(let key, let context): path = context.codingPath + [key]
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            path = context.codingPath
        default: path = []
        }
        let steps = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
        return "$" + steps.joined()
    }
}

extension SimulatorConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case regions, tokens, quota, cursorsAreInclusive, requiresJSONContentType, audioURLLifetimeSeconds
        case publicBaseURL, acceptsEmptyListener, writesISO8601Dates
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(regions: try container.decode([String: SimulatedRegion].self, forKey: .regions))
        func replace<Value: Decodable>(_ path: WritableKeyPath<Self, Value>, _ key: CodingKeys) throws {
            if let value = try container.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        try replace(\.tokens, .tokens)
        try replace(\.quota, .quota)
        try replace(\.cursorsAreInclusive, .cursorsAreInclusive)
        try replace(\.requiresJSONContentType, .requiresJSONContentType)
        try replace(\.acceptsEmptyListener, .acceptsEmptyListener)
        try replace(\.writesISO8601Dates, .writesISO8601Dates)
        try replace(\.audioURLLifetimeSeconds, .audioURLLifetimeSeconds)
        publicBaseURL = try container.decodeIfPresent(String.self, forKey: .publicBaseURL)
    }
}
