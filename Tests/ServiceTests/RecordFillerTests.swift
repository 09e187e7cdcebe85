import NIOCore
import NIOEmbedded
import Service
import Testing

@Suite("What goes into one record of TLS")
struct RecordFillerTests {
    /// Writes in their order; each time it is flushed is `nil`.
    struct Course: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let writes: [Int?]
        let records: [Int]

        init(_ what: String, _ writes: [Int?], _ records: [Int]) {
            testDescription = what
            self.writes = writes
            self.records = records
        }
    }

    private static let most = RecordFiller.mostCopiedBytes

    @Test(
        "Small writes go together, in their order; long ones by themselves; none before it is flushed",
        arguments: [
            Course("nothing flushed", [9, 2], []), Course("head and body", [120, 2, nil], [122]),
            Course("frames of streams", [100, 9, 2, 100, 9, 2, nil], [222]),
            Course("two flushes", [1, nil, 2, nil], [1, 2]),
            Course("a long write takes what went before with it, not after", [9, 16_384, 9, nil], [9, 16_384, 9]),
            Course("the longest that is copied", [1, Self.most, nil], [1 + Self.most]),
            Course("one byte more", [1, Self.most + 1, nil], [1, Self.most + 1]),
            Course(
                "what a record has no room for begins the next",
                [4_096, 4_096, 4_096, 4_096, 1, nil],
                [16_384, 1]
            ),
            Course("a flush of nothing", [nil], []),
        ]
    )
    func table(course: Course) throws {
        let channel = EmbeddedChannel(handler: RecordFiller())
        var next: UInt8 = 0
        var written: [UInt8] = []
        for write in course.writes {
            guard let count = write else {
                channel.flush()
                continue
            }
            let bytes = (0..<count).map { _ in
                next &+= 1
                return next
            }
            written += bytes
            channel.write(ByteBuffer(bytes: bytes), promise: nil)
        }
        var records: [[UInt8]] = []
        while let record = try channel.readOutbound(as: ByteBuffer.self) {
            records.append(Array(record.readableBytesView))
        }
        #expect(records.map(\.count) == course.records)
        #expect(records.joined().elementsEqual(written.prefix(course.records.reduce(0, +))))
        _ = try? channel.finish()
    }

    @Test("Every promise is kept when its bytes are written, also that of an empty write")
    func promises() throws {
        let channel = EmbeddedChannel(handler: RecordFiller())
        let promises = (0..<3).map { _ in channel.eventLoop.makePromise(of: Void.self) }
        var kept: [Bool] = []
        for promise in promises {
            promise.futureResult.assumeIsolated().whenComplete { outcome in
                if case .success = outcome { kept.append(true) } else { kept.append(false) }
            }
        }
        channel.write(ByteBuffer(bytes: [1]), promise: promises[0])
        channel.write(ByteBuffer(bytes: [2]), promise: promises[1])
        #expect(kept.isEmpty)
        channel.flush()
        #expect(kept == [true, true])
        channel.writeAndFlush(ByteBuffer(), promise: promises[2])
        #expect(kept == [true, true, true])
        _ = try? channel.finish()
    }
}
