import DubberSimulator
import Foundation
import Logging
import SliceCache
import Testing

/// Hits whose bytes the system has let go of, so that they must be read from the disk.
extension FastPathTests {
    @Test("what is not in memory is read from the disk, from the beginning or amid a body", arguments: [0, 409_600])
    func letGo(from start: Int64) async throws {
        let sizeBytes: Int64 = 2_000_003
        let lines = LogLines()
        let setup = Setup(first: [SampleCompany.recording(audio: .generated(sizeBytes: sizeBytes, seed: 3))])
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
            let target = try await service.audioURL()
            // In pieces that are sent by their tasks: nothing is sent from the file's mapping yet, which would keep its pages in memory.
            var truth: [UInt8] = []
            while truth.count < sizeBytes {
                let range = [("Range", "bytes=\(truth.count)-\(truth.count + 65_535)")]
                truth += try await service.client.send("GET", target, headers: range).bytes
            }
            let folder = service.folder.path + "/audio"
            let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
            let file = open("\(folder)/\(name)", O_RDWR)
            defer { close(file) }
            #expect(fsync(file) == 0 && posix_fadvise(file, off_t(start), 0, CInt(POSIX_FADV_DONTNEED)) == 0)
            let mapped = try #require(MappedFile(descriptor: file, sizeBytes: Int(sizeBytes)))
            // Not every file system lets go.
            let mayBegin = mapped.isInMemory(0..<Int64(256 << 10))
            let before = answeredOnLoop(lines)
            let whole = try await service.client.send("GET", target)
            #expect(whole.status == 200 && whole.bytes == truth)
            _ = try await service.client.send("GET", "/healthz")
            #expect(answeredOnLoop(lines) == before + (mayBegin ? 1 : 0))
            #expect(service.audioBytesSent == sizeBytes)
        }
    }
}
