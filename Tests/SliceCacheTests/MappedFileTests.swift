import Foundation
import Testing

import SliceCache

@Suite("Sending from a mapped file")
struct MappedFileTests {
    /// A file with `content`, its mapping of `sizeBytes`, and both ends of a socket.
    private func withMapping(
        of content: [UInt8],
        sizeBytes: Int,
        _ body: (_ mapped: MappedFile, _ file: CInt, _ near: CInt, _ far: CInt) throws -> Void
    ) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "mapped-\(UUID().uuidString)").path
        try Data(content).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        let file = open(path, O_RDWR)
        var ends: [CInt] = [-1, -1]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { [file, ends[0], ends[1]].forEach { _ = close($0) } }
        try body(try #require(MappedFile(descriptor: file, sizeBytes: sizeBytes)), file, ends[0], ends[1])
    }

    private func received(_ socket: CInt) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = recv(socket, &bytes, bytes.count, CInt(MSG_DONTWAIT))
        return Array(bytes.prefix(max(0, count)))
    }

    private func send(_ mapped: MappedFile, _ head: String, _ range: Range<Int64>, to socket: CInt) -> Int? {
        Array(head.utf8).withUnsafeBytes { mapped.send($0, range, to: socket) }
    }

    private let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256) }

    @Test("Head and bytes arrive together", arguments: [0..<1, 4_095..<4_097, 99_999..<100_000, 30_000..<95_536])
    func whole(range: Range<Int64>) throws {
        try withMapping(of: content, sizeBytes: content.count) { mapped, _, near, far in
            #expect(send(mapped, "head", range, to: near) == 4 + range.count)
            #expect(received(far) == Array("head".utf8) + content[Int(range.lowerBound)..<Int(range.upperBound)])
        }
    }

    @Test("A socket that takes a part gets a part, one that is full nothing")
    func part() throws {
        try withMapping(of: content, sizeBytes: content.count) { mapped, _, near, far in
            var bytes: CInt = 4_096
            setsockopt(near, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<CInt>.size))
            var sent: [UInt8] = []
            while let taken = send(mapped, "head", 0..<65_536, to: near) {
                sent += (Array("head".utf8) + content).prefix(taken)
            }
            #expect(!sent.isEmpty && received(far) == sent)
        }
    }

    @Test("Bytes that the file does not have yet are not sent, and are once it has grown")
    func growth() throws {
        try withMapping(of: Array(content.prefix(10)), sizeBytes: content.count) { mapped, file, near, far in
            #expect(send(mapped, "head", 90_000..<90_010, to: near) == nil)
            #expect(pwrite(file, content, content.count, 0) == content.count)
            #expect(send(mapped, "head", 90_000..<90_010, to: near) == 14)
            #expect(received(far) == Array("head".utf8) + content[90_000..<90_010])
        }
    }

    @Test("A file that was cut short under the mapping sends nothing")
    func cut() throws {
        try withMapping(of: content, sizeBytes: content.count) { mapped, file, near, far in
            #expect(ftruncate(file, 0) == 0)
            #expect(send(mapped, "head", 0..<65_536, to: near) == nil)
            #expect(received(far).isEmpty)
        }
    }

    @Test("What was written is in memory, however many pages it has; what nobody wrote or read is not")
    func inMemory() throws {
        let written = Array(repeatElement(content, count: 6).joined())
        try withMapping(of: written, sizeBytes: 900_000) { mapped, file, _, _ in
            #expect(ftruncate(file, 900_000) == 0)
            for range in [0..<1, 0..<600_000, 4_095..<4_097, 100..<262_244, 599_999..<600_000] as [Range<Int64>] {
                #expect(mapped.isInMemory(range))
            }
            for range in [0..<620_000, 100..<610_000, 700_000..<700_001, 590_000..<900_000] as [Range<Int64>] {
                #expect(!mapped.isInMemory(range))
            }
        }
    }

    @Test("A range beyond the mapping is not sent", arguments: [99_999..<100_001, -1..<5] as [Range<Int64>])
    func beyond(range: Range<Int64>) throws {
        try withMapping(of: content, sizeBytes: content.count) { mapped, _, near, _ in
            #expect(send(mapped, "head", range, to: near) == nil)
        }
    }
}
