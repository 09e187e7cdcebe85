internal import HTTPTypes

/// Which pages of other origins may read what; pure.
///
/// Only the addresses that a report page uses take part: audio and availability. An origin is let in by its exact name, never by a wildcard, and
/// never with cookies.
///
/// Source: Fetch standard, "CORS protocol"; range-conformance 70 and 71.
struct CrossOriginRules: Sendable, Hashable {
    /// The addresses that pages of other origins may use.
    enum Area: CaseIterable {
        case audio
        case availability

        init?(path: some StringProtocol) {
            if path.utf8.starts(with: Self.audioPrefix) {
                self = .audio
            } else if path == RequestPath.availability {
                self = .availability
            } else {
                return nil
            }
        }

        private static let audioPrefix = Array("/v1/audio/".utf8)

        fileprivate var methods: String {
            switch self {
            case .audio: "GET, HEAD"
            case .availability: "POST"
            }
        }

        fileprivate var requestFields: String {
            switch self {
            case .audio:
                "Range, If-Range, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, Authorization, X-Request-Id"
            case .availability: "Authorization, Content-Type, X-Request-Id"
            }
        }
    }

    struct Field: Sendable, Hashable {
        let name: HTTPField.Name
        let value: String
    }

    /// How long a browser may remember a preflight's answer; browsers cap it at two hours and more.
    private static let maximumAgeSeconds = 7_200
    /// What a page's script may read besides the few fields that it always may.
    private static let resourcePolicyName: HTTPField.Name = {
        guard let name = HTTPField.Name("Cross-Origin-Resource-Policy") else { preconditionFailure("a name is one") }
        return name
    }()
    private static let exposed =
        "Content-Range, Accept-Ranges, Content-Length, ETag, Cache-Status, Retry-After, X-Request-Id"

    let allowedOrigins: Set<String>
    /// Whether pages of others may show audio at all, in elements that ask without saying for whom.
    private let resourcePolicy: Field
    private let resourcePolicyLine: String

    init(allowedOrigins: [String] = []) {
        self.allowedOrigins = Set(allowedOrigins)
        let policy = allowedOrigins.isEmpty ? "same-origin" : "cross-origin"
        resourcePolicy = Field(name: Self.resourcePolicyName, value: policy)
        resourcePolicyLine = "\(resourcePolicy.name.rawName): \(policy)\r\n"
    }

    /// Whether answers differ from origin to origin, which `Vary` has to say even where none is named.
    var isUsed: Bool { !allowedOrigins.isEmpty }

    /// What an answer tells the browser, in the order it is sent; nothing about an origin that is not listed.
    ///
    /// Source: Fetch standard, "Cross-Origin-Resource-Policy header", which counts where CORS does not.
    func fields(for origin: String?, in area: Area) -> [Field] {
        let policy = area == .audio ? [resourcePolicy] : []
        guard let origin, allowedOrigins.contains(origin) else { return policy }
        return policy + [
            Field(name: .accessControlAllowOrigin, value: origin),
            Field(name: .accessControlExposeHeaders, value: Self.exposed),
        ]
    }

    /// The same for audio, as lines of a head.
    func audioLines(for origin: String?) -> String {
        guard let origin, allowedOrigins.contains(origin) else { return resourcePolicyLine }
        return fields(for: origin, in: .audio).map { "\($0.name.rawName): \($0.value)\r\n" }.joined()
    }

    /// What a preflight's answer adds; nothing for an origin that is not listed.
    func preflightFields(for origin: String, in area: Area) -> [Field] {
        guard allowedOrigins.contains(origin) else { return [] }
        return [
            Field(name: .accessControlAllowMethods, value: area.methods),
            Field(name: .accessControlAllowHeaders, value: area.requestFields),
            Field(name: .accessControlMaxAge, value: String(Self.maximumAgeSeconds)),
        ]
    }
}

extension CrossOriginRules {
    /// Whether a text is an origin as browsers send it: scheme, host and perhaps a port, in lower case.
    static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return false }
        let place = text.dropFirst(scheme.count).split(separator: ":", omittingEmptySubsequences: false)
        guard let host = place.first, !host.isEmpty, place.count <= 2, host.utf8.allSatisfy(isHostByte) else {
            return false
        }
        guard place.count == 2 else { return true }
        // A browser leaves out the scheme's own port.
        guard let port = UInt16(place[1]), String(port) == place[1] else { return false }
        return port != (scheme == "https://" ? 443 : 80)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
