import Foundation
import Testing

import SliceCache

@Suite("Files of slices on a disk")
struct DiskSliceFilesTests {
    private let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256 | 1) }

    @Test("What lies behind the end of a file that was cut short is not sent, though its last page is in memory")
    func cutAmidPage() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slices-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try DiskSliceFiles(folder: folder).create(1)
        try file.write(content[...], at: 0)
        var ends: [CInt] = [-1, -1]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { ends.forEach { _ = close($0) } }
        func send(_ range: Range<Int64>) -> Int? {
            file.sendIfInMemory(UnsafeRawBufferPointer(start: nil, count: 0), range, sizeBytes: 100_000, to: ends[0])
        }
        #expect(send(50_100..<50_200) == 100)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let name = try #require(names.first)
        #expect(truncate("\(folder)/\(name)", 50_000) == 0)
        for range in [50_100..<50_200, 49_900..<50_001, 0..<100_000] as [Range<Int64>] { #expect(send(range) == nil) }
        #expect(send(49_900..<50_000) == 100)
        var received = [UInt8](repeating: 0, count: 1_000)
        #expect(recv(ends[1], &received, received.count, CInt(MSG_DONTWAIT)) == 200)
        #expect(received.prefix(200).elementsEqual(content[50_100..<50_200] + content[49_900..<50_000]))
    }
}
