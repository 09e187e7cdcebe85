import Foundation
import TestSupport
import Testing

/// What is left of audio on the disk once the cache has deleted it.
@Suite("Deleted audio", .timeLimit(.minutes(5)))
struct DeletedAudioTests {
    /// Longer than what is copied into an answer, so that it is sent from the file.
    private static let sizeBytes: Int64 = 400_001

    @Test("A purged recording that the event loop sent from its file does not stay on the disk")
    func purgedFileIsClosed() async throws {
        try await Playback.run(.warm, sizeBytes: Self.sizeBytes) { playback in
            for _ in 0..<3 { try await playback.expectWhole() }
            let folder = playback.service.folder.path
            #expect(!Self.openAudio(in: folder).isEmpty)
            let answer = try await playback.service.client.asAdmin(
                "DELETE",
                "/v1/cache?recording=\(playback.recordingID)"
            )
            #expect(answer.status == 200)
            // A reader that has just ended may let go a moment later.
            try await until(Self.openAudio(in: folder), is: [])
        }
    }

    /// The audio files under a folder that this process has open, deleted ones too.
    private static func openAudio(in folder: String) -> [String] {
        let links = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: links)) ?? []
        return names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(links)/\($0)") }
            .filter { $0.hasPrefix(folder) && $0.contains(".audio") }
    }
}
