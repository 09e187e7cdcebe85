/// The media types that listeners are told: a closed list, so that nothing of a store's own words becomes a header of ours; pure.
///
/// What a recording begins with counts most, then what its store calls it, then the ending of its file's name.
package enum AudioType: String, Sendable, CaseIterable {
    case mpeg = "audio/mpeg"
    case wav = "audio/wav"
    case mp4 = "audio/mp4"
    case ogg = "audio/ogg"
    case flac = "audio/flac"
    case aac = "audio/aac"
    case webm = "audio/webm"
    case amr = "audio/amr"
    case basic = "audio/basic"
    /// Nobody knows: downloaded it is a file, and a player finds out by itself.
    case unknown = "application/octet-stream"

    /// As in `Content-Type`.
    package var mediaType: String { rawValue }

    /// What the names of its files end in, dot included; empty where nobody knows.
    package var fileEnding: String {
        switch self {
        case .mpeg: ".mp3"
        case .wav: ".wav"
        case .mp4: ".m4a"
        case .ogg: ".ogg"
        case .flac: ".flac"
        case .aac: ".aac"
        case .webm: ".webm"
        case .amr: ".amr"
        case .basic: ".au"
        case .unknown: ""
        }
    }

    /// The type of this name, such as an index keeps; everything that is not of the list is unknown.
    package init(mediaType: String) {
        self = AudioType(rawValue: mediaType) ?? .unknown
    }
}

extension AudioType {
    /// What a store says of a recording.
    package enum Label: Hashable, Sendable {
        case audio(AudioType)
        /// Nothing, what stores say of files whose type nobody set, an audio type that is not of the list, or several types at once.
        case none
        /// Something other than audio, such as an HTML page.
        case other

        /// Reads every `Content-Type` of a reply.
        ///
        /// Source: Dubber API, "Audio": content is mp3 or wav, trust the response.
        package init(_ fields: [String]) {
            let labels = fields.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
                .map { Label(one: String(decoding: $0, as: UTF8.self)) }
            guard let first = labels.first else {
                self = .none
                return
            }
            // Of several that are not one, a browser would take the last and a proxy the first.
            self = labels.allSatisfy { $0 == first } ? first : .none
        }

        private init(one text: String) {
            let type = String(decoding: text.utf8.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
                .lowercased().filter { $0 != " " && $0 != "\t" }
            if let known = AudioType.names[type] {
                self = .audio(known)
            } else if type.isEmpty || AudioType.unsetTypes.contains(type) || type.hasPrefix("audio/") {
                self = .none
            } else {
                self = .other
            }
        }
    }

    /// Whether any `Content-Type` of a reply is of a body in several parts.
    static func isMultipart(_ fields: [String]) -> Bool {
        fields.contains { $0.drop { $0 == " " || $0 == "\t" }.lowercased().hasPrefix("multipart/") }
    }

    private static let names: [String: AudioType] = {
        var names: [String: AudioType] = [:]
        for type in allCases where type != .unknown { names[type.mediaType] = type }
        let others: [(AudioType, [String])] = [
            (
                .mpeg,
                ["audio/mp3", "audio/x-mp3", "audio/x-mpeg", "audio/mpeg3", "audio/x-mpeg-3", "audio/mpg", "audio/mpa"]
            ),
            (
                .wav,
                [
                    "audio/wave", "audio/vnd.wave", "audio/x-pn-wav", "audio/x-wav", "application/wav",
                    "application/x-wav",
                ]
            ),
            (.mp4, ["audio/m4a", "audio/x-m4a", "audio/x-mp4", "application/mp4", "video/mp4"]),
            (.ogg, ["audio/x-ogg", "audio/opus", "audio/vorbis", "application/ogg", "application/x-ogg"]),
            (.flac, ["audio/x-flac", "application/flac", "application/x-flac"]), (.aac, ["audio/aacp", "audio/x-aac"]),
            (.webm, ["video/webm"]), (.amr, ["audio/amr-nb"]), (.basic, ["audio/au", "audio/x-au"]),
        ]
        for (type, spellings) in others { for spelling in spellings { names[spelling] = type } }
        return names
    }()

    private static let unsetTypes: Set<String> = [
        "application/octet-stream", "binary/octet-stream", "application/x-download", "application/force-download",
        "application/unknown", "unknown/unknown", "application/x-unknown-content-type",
    ]

    /// The type that a file name's ending tells; of a path, without a query.
    package init(endingOf path: some StringProtocol) {
        let ending = "." + (path.split(separator: ".").last.map { $0.lowercased() } ?? "")
        self = Self.allCases.first { $0 != .unknown && $0.fileEnding == ending } ?? .unknown
    }
}
