import Foundation

/// The recordings that come with the simulator: telephone-band speech, hold music, tones and silence in several
/// formats.
package struct ExampleRecordings: Sendable {
    /// In the manifest's order.
    package let all: [ExampleRecording]
    private let byFile: [String: ExampleRecording]

    private struct ManifestEntry: Decodable {
        let file: String
        let contentType: String
        let durationSeconds: Int
        let channels: Int
        let codec: String
        let title: String
    }

    /// Reads the manifest and all audio into memory, a few megabytes.
    ///
    /// - Throws: ``SimulatorError/examplesMissing``.
    package init() throws(SimulatorError) {
        guard let directory = Bundle.module.url(forResource: "ExampleRecordings", withExtension: nil) else {
            throw .examplesMissing
        }
        do {
            let manifest = try Data(contentsOf: directory.appending(path: "manifest.json"))
            all = try JSONDecoder().decode([ManifestEntry].self, from: manifest).map { entry in
                ExampleRecording(
                    file: entry.file,
                    contentType: entry.contentType,
                    durationSeconds: entry.durationSeconds,
                    channels: entry.channels,
                    codec: entry.codec,
                    title: entry.title,
                    data: try Data(contentsOf: directory.appending(path: entry.file))
                )
            }
        } catch {
            throw .examplesMissing
        }
        byFile = Dictionary(all.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The recording with this file name; `nil` when there is none.
    package subscript(file file: String) -> ExampleRecording? {
        byFile[file]
    }
}
