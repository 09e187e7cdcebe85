internal import Foundation
internal import NIOCore

/// The results of a request as JSON.
enum AvailabilityBody {
    /// Results that one task writes: a page of 1,000 is shared between the cores, few rows are not worth a task.
    private static let resultsPerTask = 125

    /// `{"results":[…]}`, in the order given.
    static func whole(_ results: [AvailabilityResult]) async throws -> ByteBuffer {
        let parts = try await results.count <= resultsPerTask ? [listed(results[...])] : shared(results)
        var body = ByteBuffer(string: "{\"results\":[")
        for (place, part) in parts.enumerated() {
            if place > 0 { body.writeString(",") }
            body.writeImmutableBuffer(part)
        }
        body.writeString("]}")
        return body
    }

    /// The same results, written in parts by several tasks.
    private static func shared(_ results: [AvailabilityResult]) async throws -> [ByteBuffer] {
        let starts = Array(stride(from: 0, to: results.count, by: resultsPerTask))
        return try await withThrowingTaskGroup(of: (Int, ByteBuffer).self) { writers in
            for (place, start) in starts.enumerated() {
                let slice = results[start..<min(start + resultsPerTask, results.count)]
                writers.addTask { (place, try listed(slice)) }
            }
            var parts = [ByteBuffer](repeating: ByteBuffer(), count: starts.count)
            for try await (place, part) in writers { parts[place] = part }
            return parts
        }
    }

    /// One value on a line of its own.
    static func line(_ value: some Encodable) throws -> ByteBuffer {
        var buffer = ByteBuffer(bytes: try JSONAnswer.encoder.encode(value))
        buffer.writeString("\n")
        return buffer
    }

    /// Some results with commas between them.
    private static func listed(_ results: ArraySlice<AvailabilityResult>) throws -> ByteBuffer {
        let encoder = JSONAnswer.encoder
        var buffer = ByteBuffer()
        for result in results {
            if buffer.readableBytes > 0 { buffer.writeString(",") }
            buffer.writeBytes(try encoder.encode(result))
        }
        return buffer
    }
}
