/// `GET /REGION/v1/recordings/{id}/waveform`.
///
/// Source: Dubber API, Recordings (B: the address; the body is not known, so this one is a guess, D).
struct WaveformEndpoint: Sendable {
    private struct Answer: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case recording, duration, waveform
        }

        let selfURL: String
        let recording: String
        let duration: Int
        let waveform: [Double]
    }

    /// Peaks of an answer.
    static let peaks = 100

    /// Answers with peaks from 0 to 1 that follow from the recording's id.
    ///
    /// - Throws: ``APIError/notFound``.
    func reply(id: String, recordings: [SimulatedRecording], base: String) throws -> Reply {
        guard let recording = recordings.first(where: { $0.id == id }) else { throw APIError.notFound }
        let seed = id.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 10_007 }
        return try Reply.json(
            Answer(
                selfURL: "\(base)/recordings/\(id)/waveform",
                recording: "\(base)/recordings/\(id)",
                duration: recording.durationSeconds,
                waveform: (0..<Self.peaks).map { Double((seed &* ($0 + 1)) % 101) / 100 }
            )
        )
    }
}
