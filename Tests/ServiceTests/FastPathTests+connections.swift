import DubberSimulator
import Foundation
import NIOCore
import Service
import Testing

/// Who answers on a connection: the event loop only between requests.
extension FastPathTests {
    private func audio(_ recording: AskedRecording, _ connection: RawConnection, at start: Int = 0) async throws {
        try await connection.write(recording.request("bytes=\(start)-\(start + 9)"))
        let answer = try await connection.readAnswer()
        #expect(answer.status == 206 && answer.body.elementsEqual(recording.truth[start..<start + 10]))
    }

    @Test("A head that comes in pieces is answered like any other, and the next one on the loop again")
    func headInPieces() async throws {
        try await withWarmService(sizes: [200_000]) { service, recordings, lines in
            let recording = recordings[0]
            let before = answeredOnLoop(lines)
            try await RawConnection.open(port: service.client.port) { connection in
                // Before a connection is served nothing is read from it: pieces would be read together.
                try await audio(recording, connection)
                let request = recording.request("bytes=0-9")
                for cut in [1, 4, 60, request.utf8.count - 1] {
                    try await connection.write(String(request.prefix(cut)))
                    // Time for the service to read the first piece by itself, mostly.
                    _ = try await service.client.send("GET", "/healthz")
                    try await connection.write(String(request.dropFirst(cut)))
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 206 && answer.body.elementsEqual(recording.truth[..<10]))
                    try await audio(recording, connection, at: 70_000)
                }
            }
            #expect(answeredOnLoop(lines) >= before + 5)
        }
    }

    @Test(
        "What looks like a request within a body is none, and the loop answers again after it",
        arguments: [true, false]
    )
    func bodyLikeRequest(isChunked: Bool) async throws {
        try await withWarmService(sizes: [200_000]) { service, recordings, lines in
            let recording = recordings[0]
            let before = answeredOnLoop(lines)
            try await RawConnection.open(port: service.client.port) { connection in
                let inner = recording.request("bytes=0-9")
                let length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(inner.utf8.count)"
                let body =
                    isChunked ? "\(String(inner.utf8.count, radix: 16))\r\n\(inner)\r\n0\r\n\r\n" : inner
                for isTogether in [true, false] {
                    let head = "POST /v1/availability HTTP/1.1\r\nHost: a\r\n\(length)\r\n\r\n"
                    try await connection.write(isTogether ? head + body : head)
                    if !isTogether {
                        _ = try await service.client.send("GET", "/healthz")
                        try await connection.write(body)
                    }
                    let refused = try await connection.readAnswer()
                    #expect(refused.status == 401)
                    // A body that came after its answer may have been read together with the first of these.
                    for start in [0, 10, 20] { try await audio(recording, connection, at: start) }
                }
            }
            #expect(answeredOnLoop(lines) >= before + 5)
        }
    }

    @Test("Audio behind a request that waits for its answer comes after it, and nothing after the last request")
    func order() async throws {
        try await withWarmService(sizes: [200_000]) { service, recordings, _ in
            let recording = recordings[0]
            try await RawConnection.open(port: service.client.port) { connection in
                let audio = recording.request("bytes=5-9")
                let other = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                let last = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                try await connection.write(audio + other + audio + audio + other + last + audio)
                for status in [206, 200, 206, 206, 200, 200] {
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == status)
                    if status == 206 { #expect(answer.body.elementsEqual(recording.truth[5..<10])) }
                }
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }
}
