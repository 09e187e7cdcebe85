import DubberSimulator
import Foundation
import Service
import TestSupport
import Testing

/// What goes on at a connection while the event loop sends a long body to a listener who takes it slowly.
extension FastPathTests {
    /// More than the sockets between hold.
    private static let longBytes: Int64 = 6 << 20

    /// Asks for a long body and takes its beginning; gives what was taken.
    private func begin(_ recording: AskedRecording, _ connection: RawConnection) async throws -> [UInt8] {
        try await connection.write(recording.request("bytes=0-"))
        let head = try await connection.readHead()
        #expect(head.hasPrefix("HTTP/1.1 206"))
        return try await connection.read(100_000)
    }

    private func end(_ recording: AskedRecording, _ begun: [UInt8], _ connection: RawConnection) async throws {
        let rest = try await connection.read(recording.truth.count - begun.count)
        #expect(begun + rest == recording.truth)
    }

    @Test("what is asked for while a long body is sent comes after it, in order")
    func askedMeanwhile() async throws {
        try await withWarmService(sizes: [Self.longBytes, 200_000]) { service, recordings, lines in
            let (long, short) = (recordings[0], recordings[1])
            let before = answeredOnLoop(lines)
            try await RawConnection.open(port: service.client.port) { connection in
                let begun = try await begin(long, connection)
                let other = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                let (middle, whole, last) = ("bytes=5-9", "bytes=0-", "bytes=-3")
                for request in [
                    short.request(middle), other, short.request(whole), other, short.request(last),
                ] {
                    // In pieces, so that the service reads now and then within a request.
                    try await connection.write(String(request.prefix(30)))
                    try await connection.write(String(request.dropFirst(30)))
                    _ = try await service.client.send("GET", "/healthz")
                }
                try await end(long, begun, connection)
                for range in [5..<10, nil, 0..<200_000, nil, 199_997..<200_000] {
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == (range == nil ? 200 : 206))
                    if let range { #expect(answer.body.elementsEqual(short.truth[range])) }
                }
            }
            #expect(answeredOnLoop(lines) > before)
        }
    }

    @Test("long bodies asked for together come one after the other")
    func longBodiesTogether() async throws {
        try await withWarmService(sizes: [3_000_001]) { service, recordings, _ in
            let recording = recordings[0]
            let starts = (0..<20).map { $0 * 70_001 }
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write(starts.map { recording.request("bytes=\($0)-") }.joined())
                for start in starts {
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 206 && answer.body.elementsEqual(recording.truth[start...]))
                }
            }
        }
    }

    @Test("a listener who has ended its side gets all of a long body, then the connection ends")
    func endedSide() async throws {
        try await withWarmService(sizes: [Self.longBytes]) { service, recordings, _ in
            try await RawConnection.open(port: service.client.port) { connection in
                let begun = try await begin(recordings[0], connection)
                connection.finishWriting()
                _ = try await service.client.send("GET", "/healthz")
                try await end(recordings[0], begun, connection)
                let rest = try await connection.readToEnd()
                #expect(rest.isEmpty)
            }
        }
    }

    @Test("a listener who leaves amid a long body gives back its place and its playback")
    func leavingAmid() async throws {
        let configure: @Sendable (inout Setup) -> Void = { $0.configure = { $0.maximumPlaybacksPerUser = 1 } }
        try await withWarmService(sizes: [Self.longBytes], configure: configure) { service, recordings, _ in
            let recording = recordings[0]
            for _ in 0..<3 {
                try await RawConnection.open(port: service.client.port) { connection in
                    _ = try await begin(recording, connection)
                    let refused = try await service.client.send("GET", recording.target)
                    #expect(refused.status == 429)
                }
                var status = 429
                while status == 429 {
                    try await RawConnection.open(port: service.client.port) { connection in
                        try await connection.write(recording.request("bytes=0-99999"))
                        status = try await connection.readAnswer().status
                    }
                }
                #expect(status == 206)
            }
        }
    }

    @Test("who leaves amid a long body is not given what it asked for behind it")
    func leavingWithMore() async throws {
        let configure: @Sendable (inout Setup) -> Void = { $0.configure = { $0.maximumPlaybacksPerUser = 1 } }
        let sizes = [Self.longBytes, 200_000]
        try await withWarmService(sizes: sizes, configure: configure) { service, recordings, lines in
            let (long, short) = (recordings[0], recordings[1])
            let path = String(short.target.prefix { $0 != "?" })
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write(long.request("bytes=0-") + short.request("bytes=5-9"))
                _ = try await connection.readHead()
            }
            // The place is given back once the service has noticed.
            try await until(try await service.client.send("GET", long.target).status) { $0 != 429 }
            #expect(!lines.all.contains { $0.contains("eventLoop") && $0.contains(path) })
        }
    }

    /// Cuts the only file of the cache, whose recording is being sent.
    private func cutFile(of service: ServiceUnderTest, at end: Int = 1 << 20) throws {
        let folder = service.folder.path + "/audio"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            #expect(truncate("\(folder)/\(name)", off_t(end)) == 0)
        }
    }

    @Test("a file that is cut short amid a long body costs the listener no byte: the rest comes past it")
    func fileCutShort() async throws {
        try await withWarmService(sizes: [Self.longBytes]) { service, recordings, lines in
            let recording = recordings[0]
            try await RawConnection.open(port: service.client.port) { connection in
                let begun = try await begin(recording, connection)
                try cutFile(of: service)
                try await end(recording, begun, connection)
                try await connection.write(recording.request("bytes=-3"))
                let next = try await connection.readAnswer()
                #expect(next.status == 206 && next.body.elementsEqual(recording.truth.suffix(3)))
            }
            #expect(lines.all.count { $0.contains("streamed uncached") } == 1)
            let fetched = service.audioBytesSent
            #expect(fetched > Self.longBytes && fetched < 2 * Self.longBytes)
        }
    }

    @Test("of a file that is cut short amid a page, the zeros that the system has behind its end are not sent")
    func cutAmidPage() async throws {
        let (end, asked) = (1_000_100, 1_000_200..<1_000_300)
        try await withWarmService(sizes: [2_000_003]) { service, recordings, _ in
            let recording = recordings[0]
            let request = recording.request("bytes=\(asked.lowerBound)-\(asked.upperBound - 1)")
            try await RawConnection.open(port: service.client.port) { connection in
                for isCut in [false, true] {
                    if isCut { try cutFile(of: service, at: end) }
                    try await connection.write(request)
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 206 && answer.body.elementsEqual(recording.truth[asked]))
                }
            }
        }
    }

    @Test("a file that is cut short while the provider is down ends the connection, without a wrong byte")
    func nothingLeft() async throws {
        try await withWarmService(sizes: [Self.longBytes]) { service, recordings, _ in
            let recording = recordings[0]
            try await RawConnection.open(port: service.client.port) { connection in
                let begun = try await begin(recording, connection)
                service.faults.add(Fault(.resetAfter(bytes: 0)))
                try cutFile(of: service)
                let body = begun + (try await connection.readToEnd())
                #expect(body.count < recording.truth.count)
                #expect(body.elementsEqual(recording.truth.prefix(body.count)))
            }
        }
    }

    @Test("on a graceful stop a long body is sent whole, whatever was asked for behind it")
    func stopMeanwhile() async throws {
        try await withWarmService(sizes: [Self.longBytes, 200_000]) { service, recordings, _ in
            let (long, short) = (recordings[0], recordings[1])
            try await RawConnection.open(port: service.client.port) { connection in
                let begun = try await begin(long, connection)
                try await connection.write(short.request("bytes=5-9"))
                _ = try await service.client.send("GET", "/healthz")
                await service.stop()
                try await end(long, begun, connection)
                // What was not read any more makes the system reset the connection after the last byte.
                let rest = (try? await connection.readToEnd()) ?? []
                #expect(rest.isEmpty || rest.suffix(5).elementsEqual(short.truth[5..<10]))
            }
        }
    }
}
