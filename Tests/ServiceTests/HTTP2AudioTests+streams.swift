import Service
import TestSupport
import Testing

/// Many bodies on one connection: none is held behind another, and each ends by itself.
extension HTTP2AudioTests {
    /// Of a usual client, for each stream.
    static let usualWindow = 1 << 20

    @Test("Of eight long bodies at once none gets far ahead of another", arguments: [usualWindow])
    func alike(window: Int) async throws {
        let maximumLeadBytes = 4 << 20
        try await withPeer(sizes: [Self.longBytes], settings: [.initialWindow: window]) { peer, _, recordings in
            try await peer.widenConnection()
            let streams = (0..<8).map { 1 + 2 * $0 }
            for stream in streams { try await peer.listen(to: recordings[0], stream: stream) }
            var bodies = Dictionary(uniqueKeysWithValues: streams.map { ($0, [UInt8]()) })
            var taken: [Int: Int] = [:]
            var unfinished = Set(streams)
            var leadBytes = 0
            while !unfinished.isEmpty {
                guard case .data(let stream, let bytes, let isLast) = try await peer.event() else { continue }
                bodies[stream]?.append(contentsOf: bytes)
                let least = unfinished.compactMap { bodies[$0]?.count }.min() ?? 0
                leadBytes = max(leadBytes, (bodies[stream]?.count ?? 0) - least)
                if isLast { unfinished.remove(stream) }
                taken[stream, default: 0] += bytes.count
                guard let bytes = taken[stream], bytes >= window / 2, !isLast else { continue }
                try await peer.widen(stream: stream, by: bytes)
                taken[stream] = 0
            }
            #expect(leadBytes <= maximumLeadBytes)
            for stream in streams { #expect(bodies[stream] == recordings[0].truth) }
        }
    }

    @Test("A short answer is not held behind long bodies that were asked for before it", arguments: [usualWindow])
    func shortAmidLong(window: Int) async throws {
        /// What the sockets between hold, and a turn for each of the others.
        let maximumBytesBefore = 16 << 20
        let sizes = [Self.longBytes, Self.shortBytes]
        try await withPeer(sizes: sizes, settings: [.initialWindow: window]) { peer, _, recordings in
            try await peer.widenConnection()
            let streams = (0..<8).map { 1 + 2 * $0 }
            for stream in streams { try await peer.listen(to: recordings[0], stream: stream) }
            for stream in streams { _ = try await peer.head(of: stream) }
            func longBytes() -> Int { streams.reduce(0) { $0 + peer.waitingBytes(of: $1) } }
            let before = longBytes()
            try await peer.listen(to: recordings[1], "bytes=5-9", stream: 17)
            #expect(try await peer.head(of: 17).status == 206)
            #expect(try await peer.read(.max, of: 17) == Array(recordings[1].truth[5...9]))
            #expect(longBytes() - before <= maximumBytesBefore)
            for stream in streams {
                if window < Self.longBytes { try await peer.widen(stream: stream, by: Int(Self.longBytes)) }
                #expect(try await peer.read(.max, of: stream) == recordings[0].truth)
            }
        }
    }

    @Test("A body that its listener gives up ends, in the audit too, and the others go on", arguments: [usualWindow])
    func givenUp(window: Int) async throws {
        let sizes = [Self.longBytes, Self.longBytes + 1, Self.longBytes + 2]
        try await withPeer(sizes: sizes, settings: [.initialWindow: window]) { peer, service, recordings in
            try await peer.widenConnection()
            let before = try await outcomes(of: service)
            #expect(before == ["041": "whole", "042": "whole", "043": "whole"])
            for (number, recording) in recordings.enumerated() {
                try await peer.listen(to: recording, stream: 1 + 2 * number)
            }
            for stream in [1, 3, 5] {
                _ = try await peer.head(of: stream)
                try await peer.collect { peer.waitingBytes(of: stream) >= 100_000 }
            }
            try await peer.reset(stream: 3)
            for (stream, recording) in [(1, recordings[0]), (5, recordings[2])] {
                if window < Self.longBytes { try await peer.widen(stream: stream, by: Int(Self.longBytes)) }
                #expect(try await peer.read(.max, of: stream) == recording.truth)
            }
            try await peer.listen(to: recordings[1], "bytes=-5", stream: 7)
            _ = try await peer.head(of: 7)
            #expect(try await peer.read(.max, of: 7) == Array(recordings[1].truth.suffix(5)))
            let after = try await outcomes(of: service)
            #expect(after == ["041": "whole", "042": "part", "043": "whole"])
        }
    }

    @Test("Of 130 bodies asked for at once 100 begin and 30 are refused, and one more begins when one is given up")
    func tooManyBodies() async throws {
        try await withPeer(settings: [.initialWindow: 0]) { peer, _, recordings in
            let streams = (0..<130).map { 1 + 2 * $0 }
            for stream in streams { try await peer.listen(to: recordings[0], "bytes=0-", stream: stream) }
            var expected = Set(streams[..<100].map { HTTP2Peer.Reply.head(stream: $0, status: "206") })
            expected.formUnion(streams[100...].map { .reset(stream: $0, code: HTTP2Peer.refusedStream) })
            #expect(try await peer.next(130) == expected)
            try await peer.reset(stream: 1)
            try await peer.listen(to: recordings[0], "bytes=0-", stream: 1_001)
            #expect(try await peer.next() == .head(stream: 1_001, status: "206"))
        }
    }

    @Test("Fields that are too long cost their request, not the body beside it")
    func longFields() async throws {
        try await withPeer(settings: [.initialWindow: 1_000]) { peer, _, recordings in
            try await peer.listen(to: recordings[0], stream: 1)
            _ = try await peer.head(of: 1)
            let value = String(repeating: "a", count: 1_000)
            try await peer.listen(to: recordings[0], stream: 3, adding: (0..<66).map { ("x-\($0)", value) })
            #expect(try await peer.head(of: 3).status == 431)
            try await peer.widenConnection()
            try await peer.widen(stream: 1, by: Int(Self.shortBytes))
            #expect(try await peer.read(.max, of: 1) == recordings[0].truth)
        }
    }

    @Test("A right that is taken away amid a body ends that stream; another's on the same connection goes on")
    func lostRight() async throws {
        try await withPeer(sizes: [Self.longBytes], settings: [.initialWindow: 100_000]) { peer, service, recordings in
            try await peer.widenConnection()
            let recording = recordings[0]
            try await peer.listen(to: recording, stream: 1)
            let path = String(recording.target.prefix { $0 != "?" })
            let byToken = HTTP2Peer.request(recording).map { $0.0 == ":path" ? ($0.0, path) : $0 }
            try await peer.ask(
                byToken + [("authorization", "Bearer \(ServiceUnderTest.adminToken)")],
                stream: 3
            )
            for stream in [1, 3] {
                #expect(try await peer.head(of: stream).status == 200)
                try await peer.collect { peer.waitingBytes(of: stream) == 100_000 }
            }
            try service.assign(nil)
            try await until(service.service.answersUnderWay, is: 1)
            // Enough for more than was handed on before the right was gone.
            try await peer.widen(stream: 1, by: Int(Self.longBytes))
            await #expect(throws: Conversation.CutShort.self) { try await peer.read(.max, of: 1) }
            try await peer.widen(stream: 3, by: Int(Self.longBytes))
            #expect(try await peer.read(.max, of: 3) == recording.truth)
            try await peer.listen(to: recording, stream: 5)
            #expect(try await peer.head(of: 5).status == 403)
        }
    }
}
