/// The media type that listeners are told, from what a store says; pure.
enum AudioType {
    private static let byEnding = ["mp3": "audio/mpeg", "wav": "audio/wav", "m4a": "audio/mp4", "ogg": "audio/ogg"]
    private static let names = [
        "audio/mp3": "audio/mpeg", "audio/x-mp3": "audio/mpeg", "audio/x-mpeg": "audio/mpeg",
        "audio/x-wav": "audio/wav",
        "audio/wave": "audio/wav", "audio/vnd.wave": "audio/wav",
    ]
    /// What object stores say of files whose type nobody set.
    private static let unknown: Set<String> = [
        "", "application/octet-stream", "binary/octet-stream", "application/x-download",
    ]

    /// The type of a reply; `nil` when it is something other than audio.
    ///
    /// A type that the store does not know is told by the file name's ending; MP3 is what recordings mostly are.
    ///
    /// Source: Dubber API, "Audio": content is mp3 or wav, trust the response.
    static func of(contentType: String?, path: some StringProtocol) -> String? {
        let type = (contentType ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        if unknown.contains(type) {
            let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
            return byEnding[ending] ?? "audio/mpeg"
        }
        guard type.hasPrefix("audio/"), type.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return names[type] ?? type
    }
}
