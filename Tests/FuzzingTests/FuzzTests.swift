import Foundation
import Fuzzing
import Testing

@Suite struct FuzzTests {
    @Test(
        "Inputs that follow from a seed break no reader of what comes from outside",
        arguments: [1, 20_261_123] as [UInt64]
    )
    func quick(seed: UInt64) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try FuzzRun(folder: folder.path)
        // The failure names the seed and the number of the input.
        try await run.run(seed: seed, numbers: 0..<run.names.count * 5_000)
    }
}
