/// Where the simulator takes a recording's audio from.
///
/// As JSON: `{"example": "delivery.mp3"}`, `{"file": "/path/call.wav"}` or `{"generatedBytes": 57600000, "seed": 7}`.
package enum SimulatedAudio: Hashable, Sendable {
    /// One of ``ExampleRecordings``, by file name.
    case example(String)
    /// A file, by path; read wholly into memory at the start.
    case file(String)
    /// Made-up bytes that follow from a seed and take no memory, for benchmarks and for tests that compare bytes.
    case generated(sizeBytes: Int64, seed: UInt64)
}

extension SimulatedAudio: Codable {
    private enum CodingKeys: String, CodingKey {
        case example, file, generatedBytes, seed
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let file = try container.decodeIfPresent(String.self, forKey: .example) {
            self = .example(file)
        } else if let path = try container.decodeIfPresent(String.self, forKey: .file) {
            self = .file(path)
        } else {
            let sizeBytes = try container.decode(Int64.self, forKey: .generatedBytes)
            guard sizeBytes >= 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .generatedBytes,
                    in: container,
                    debugDescription: "A size is not negative."
                )
            }
            self = .generated(
                sizeBytes: sizeBytes,
                seed: try container.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .example(let file):
            try container.encode(file, forKey: .example)
        case .file(let path):
            try container.encode(path, forKey: .file)
        case .generated(let sizeBytes, let seed):
            try container.encode(sizeBytes, forKey: .generatedBytes)
            try container.encode(seed, forKey: .seed)
        }
    }
}
