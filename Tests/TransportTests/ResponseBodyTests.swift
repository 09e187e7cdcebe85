import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct ResponseBodyTests {
    /// Longer than what both kernels' socket buffers and the client hold together.
    static let longBody: [UInt8] = {
        // A period that no buffer's size is a multiple of, so that a piece lost or doubled shows.
        let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        var body: [UInt8] = []
        for _ in 0..<512 {
            body.append(contentsOf: pattern)
        }
        return body
    }()

    @Test func `a long body comes whole and in order`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file(Self.longBody, for: $0) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL, limits: .generous { _ in }))
            #expect(try await response.body.collect(upTo: Self.longBody.count) == Self.longBody)
        }
    }

    @Test func `a reader that is behind makes the peer wait`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file(Self.longBody, for: $0) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL, limits: .generous { _ in }))
            try await until(client.activity) { $0.paused == 1 || $0.running == 0 }
            // What the kernels took before they were full is no more than a few MiB.
            #expect(provider.bodyBytesSent < Self.longBody.count / 2)
            #expect(try await response.body.collect(upTo: Self.longBody.count) == Self.longBody)
            #expect(client.activity.paused == 0)
        }
    }

    @Test func `a pause of ours longer than the stall limit does not end the transfer`() async throws {
        try await withClientAndProvider { client, provider in
            // Long enough for a busy machine to send the first bytes in.
            let limits = TransferLimits.generous { $0.stall = .seconds(5) }
            provider.reply { .file(Self.longBody, for: $0) }
            let paused = try await client.send(HTTPRequest(url: provider.baseURL, limits: limits))
            try await until(client.activity) { $0.paused == 1 || $0.running == 0 }
            // A transfer under the same limit that begins to stall now, and fails, shows that the time has passed.
            provider.reply { .file([1, 2, 3], for: $0, tweaks: [.stallAfter(1)]) }
            let stalling = try await client.send(HTTPRequest(url: provider.baseURL, limits: limits))
            await #expect(throws: TransportError.stalled) { try await stalling.body.collect(upTo: 3) }
            #expect(client.activity.paused == 1)
            // More than the client held, which only comes from a transfer that goes on.
            var bytes: [UInt8] = []
            var body = paused.body.makeAsyncIterator()
            while bytes.count <= 256 * 1024 + 64 * 1024, let chunk = try await body.next() {
                bytes += chunk
            }
            #expect(bytes == Array(Self.longBody.prefix(bytes.count)))
        }
    }

    @Test func `a body that stands still fails after what came before`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file([1, 2, 3], for: $0, tweaks: [.stallAfter(2)]) }
            let limits = TransferLimits.generous { $0.stall = .seconds(5) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL, limits: limits))
            let (bytes, error) = await response.body.readToFailure()
            #expect(bytes == [1, 2])
            #expect(error == .stalled)
            await provider.waitForClosedConnections(1)
        }
    }

    @Test func `a short body is broken off after what came before`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file([1, 2, 3], for: $0, tweaks: [.closeAfter(2)]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            let (bytes, error) = await response.body.readToFailure()
            #expect(bytes == [1, 2])
            #expect(error == .brokenOff)
        }
    }

    @Test func `a short chunked body is broken off`() async throws {
        try await withClientAndProvider { client, provider in
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo"
            provider.reply { _ in ScriptedReply([.rawHead(Array(head.utf8)), .close]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            let (bytes, error) = await response.body.readToFailure()
            #expect(String(decoding: bytes, as: UTF8.self) == "hellowo")
            #expect(error == .brokenOff)
        }
    }

    @Test func `a reset in the middle is broken off`() async throws {
        try await withClientAndProvider { client, provider in
            let barrier = Barrier()
            provider.reply { .file([1, 2, 3], for: $0, tweaks: [.pauseAfter(1, barrier), .resetAfter(1)]) }
            var body = try await client.send(HTTPRequest(url: provider.baseURL)).body.makeAsyncIterator()
            #expect(try await body.next() == [1])
            barrier.open()
            await #expect(throws: TransportError.brokenOff) { _ = try await body.next() }
            await #expect(throws: TransportError.brokenOff) { _ = try await body.next() }
        }
    }

    @Test func `pieces come as they are sent, not when a buffer is full`() async throws {
        try await withClientAndProvider { client, provider in
            let barriers = [Barrier(), Barrier()]
            provider.reply {
                .file([1, 2, 3], for: $0, tweaks: [.pauseAfter(1, barriers[0]), .pauseAfter(2, barriers[1])])
            }
            var body = try await client.send(HTTPRequest(url: provider.baseURL)).body.makeAsyncIterator()
            #expect(try await body.next() == [1])
            barriers[0].open()
            #expect(try await body.next() == [2])
            barriers[1].open()
            #expect(try await body.next() == [3])
            #expect(try await body.next() == nil)
            #expect(try await body.next() == nil)
        }
    }

    @Test func `a body let go of unread closes its connection`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file(Self.longBody, for: $0) }
            let status = try await client.send(HTTPRequest(url: provider.baseURL)).status
            #expect(status == 200)
            await provider.waitForClosedConnections(1)
            #expect(provider.bodyBytesSent < Self.longBody.count)
        }
    }

    @Test func `a body let go of half read closes its connection`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file(Self.longBody, for: $0) }
            for try await chunk in try await client.send(HTTPRequest(url: provider.baseURL)).body where !chunk.isEmpty {
                break
            }
            await provider.waitForClosedConnections(1)
            try await until(client.activity) { $0.running == 0 && $0.paused == 0 }
        }
    }

    @Test func `cancelling the reader ends the transfer at once`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file([1, 2, 3], for: $0, tweaks: [.stallAfter(2)]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL, limits: .generous { _ in }))
            let reading = Barrier()
            let task = Task {
                var body = response.body.makeAsyncIterator()
                _ = try await body.next()
                reading.open()
                return try await body.next()
            }
            await reading.wait()
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }
            await provider.waitForClosedConnections(1)
        }
    }

    @Test func `a body larger than wanted is refused and given up`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file(Self.longBody, for: $0) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            await #expect(throws: TransportError.bodyTooLarge) { try await response.body.collect(upTo: 100_000) }
            await provider.waitForClosedConnections(1)
        }
    }

    @Test func `a body of exactly the wanted size is taken`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file([1, 2, 3], for: $0) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            #expect(try await response.body.collect(upTo: 3) == [1, 2, 3])
        }
    }
}

extension ResponseBody {
    /// Everything that comes before the body fails, and the failure.
    fileprivate func readToFailure() async -> (bytes: [UInt8], error: TransportError?) {
        var bytes: [UInt8] = []
        var iterator = makeAsyncIterator()
        do throws(TransportError) {
            while let chunk = try await iterator.next() {
                bytes += chunk
            }
            return (bytes, nil)
        } catch {
            return (bytes, error)
        }
    }
}
