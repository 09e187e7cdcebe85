import Hummingbird
import NIOCore

/// Puts a reply on the wire piece by piece, waiting for the client to take each, and breaks it where a fault says so.
struct ReplyWriter: Sendable {
    /// The most bytes that are written at a time.
    static let chunkBytes: Int64 = 64 << 10
    /// How many pieces a slow body's second is cut into.
    static let slowPiecesPerSecond: Int64 = 10

    let region: String
    let effects: FaultEffects
    let counters: SimulatorCounters
    let connection: Connection
    let sleep: @Sendable (Duration) async throws -> Void

    /// The response of a reply, with the faults of its body.
    func response(_ reply: Reply) -> Response {
        let body = reply.body
        return Response(
            status: reply.status,
            headers: reply.headers,
            body: ResponseBody(contentLength: length(of: body)) { writer in
                try await write(body, to: &writer)
            }
        )
    }

    /// `nil` for a body in chunks.
    private func length(of body: Reply.Body) -> Int? {
        if effects.tellsNoLength, case .audio = body { return nil }
        return Int(body.sizeBytes)
    }

    private func write(_ body: Reply.Body, to writer: inout any ResponseBodyWriter) async throws {
        let endBytes = effects.bodyEndBytes(sizeBytes: body.sizeBytes)
        let pieceBytes = effects.bytesPerSecond.map { max(1, min(Self.chunkBytes, $0 / Self.slowPiecesPerSecond)) }
        var sentBytes: Int64 = 0
        while sentBytes < endBytes {
            let upperBytes = min(endBytes, sentBytes + (pieceBytes ?? Self.chunkBytes))
            try await writer.write(body.bytes(in: sentBytes..<upperBytes))
            if case .audio = body { counters.addAudioBytes(upperBytes - sentBytes, region: region) }
            if let bytesPerSecond = effects.bytesPerSecond {
                try await sleep(.milliseconds((upperBytes - sentBytes) * 1000 / max(1, bytesPerSecond)))
            }
            sentBytes = upperBytes
        }
        if effects.resetAfterBytes != nil {
            await connection.reset()
            throw Connection.Broken()
        }
        if endBytes < body.sizeBytes {
            await connection.endOutput()
            throw Connection.Broken()
        }
        try await writer.finish(nil)
    }
}
