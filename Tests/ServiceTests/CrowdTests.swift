import DubberSimulator
import Foundation
import NIOCore
import Service
import Sharing
import TestSupport
import Testing
import Transport

/// Many who listen at once to what is not cached.
@Suite("Crowds", .serialized, .timeLimit(.minutes(6)))
struct CrowdTests {
    private static let audioBytes: Int64 = 3_000_000
    private static let crowd = 12
    private static let many = 200

    /// As many calls as listeners and one more, minutes apart; few places for fetches.
    private static var setup: Setup {
        var setup = Setup(
            first: (1...crowd + 1).map {
                SampleCompany.recording(
                    $0,
                    minutesLater: Double($0),
                    audio: .generated(sizeBytes: audioBytes, seed: UInt64($0))
                )
            }
        )
        setup.configure = {
            $0.fetchLimits = LaneLimits(
                running: 3,
                runningPerHost: 3,
                runningPerParty: 2,
                waiting: 100,
                wait: .seconds(600)
            )
        }
        return setup
    }

    private func row(_ number: Int) -> SampleRow {
        SampleRow(number, startTime: SampleCompany.callTime.addingTimeInterval(60 * Double(number)))
    }

    private func url(_ number: Int, user: String, of service: ServiceUnderTest) async throws -> String {
        let result = try await service.client.availability([row(number)], user: user).first
        return try #require(result?.recordings.first).audioURL
    }

    /// Fetches from the store in a state, as the metrics tell.
    private func fetches(_ state: String, of service: ServiceUnderTest) async throws -> Int {
        let name = #"resolver_transfer_places{lane="audio",state="\#(state)"} "#
        let line = try await service.client.asAdmin("GET", "/metrics").text.split(separator: "\n")
            .first { $0.hasPrefix(name) }
        return try #require(line.flatMap { Int($0.dropFirst(name.count)) })
    }

    @Test("those who pause in uncached recordings hold nothing at the store: others hear theirs, and they go on later")
    func paused() async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            let (gate, listening) = (Barrier(), Tally())
            let urls = try await (1...Self.crowd).asyncMap { try await url($0, user: "supervisor", of: service) }
            let other = try await url(Self.crowd + 1, user: "team lead", of: service)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for url in urls {
                    group.addTask {
                        let bytes = Mutexed(0)
                        try await RawConnection.open(port: service.client.port) { connection in
                            try await connection.write("GET \(url) HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(RawConnection.Answer(head: try await connection.readHead(), body: []).status == 200)
                            bytes.value += try await connection.read(10_000).count
                            listening.add()
                            await gate.wait()
                            bytes.value += try await connection.read(Int(Self.audioBytes) - 10_000).count
                        }
                        return bytes.value
                    }
                }
                await listening.reaches(Self.crowd)
                try await until(try await fetches("running", of: service), is: 0)
                let answer = try await service.client.send("GET", other)
                #expect(answer.status == 200 && answer.bytes.count == Int(Self.audioBytes), "\(answer.status)")
                gate.open()
                for try await count in group { #expect(count == Int(Self.audioBytes)) }
            }
            #expect(service.audioBytesSent == Int64(Self.crowd + 1) * Self.audioBytes)
            let metrics = try await service.client.asAdmin("GET", "/metrics").text
            #expect(metrics.contains(#"resolver_transfers_refused_total{lane="audio"} 0"#))
            #expect(metrics.contains(#"resolver_transfers_refused_total{lane="calls"} 0"#))
        }
    }

    @Test("an entry whose fetches all stand still leaves another entry its places, and the API its own")
    func stalled() async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            let urls = try await (1...Self.crowd).asyncMap { try await url($0, user: "supervisor", of: service) }
            let other = try await url(Self.crowd + 1, user: "team lead", of: service)
            service.faults.add(Fault(.slowBody(bytesPerSecond: 200_000), on: .audio, times: 2))
            let crowd = urls.map { url in Task { try await service.client.send("GET", url).status } }
            try await until(try await fetches("waiting", of: service), is: Self.crowd - 2)
            #expect(try await service.client.send("GET", other).status == 200)
            let found = try await service.client.availability([row(3)], user: "team lead").first
            #expect(found?.state == "available")
            service.gate.open()
            for one in crowd { #expect(try await one.value == 200) }
        }
    }

    /// One recording, and a user who may play it as often as he likes.
    private static var one: Setup {
        var setup = Setup(first: [SampleCompany.recording(audio: .generated(sizeBytes: audioBytes, seed: 3))])
        setup.configure = { $0.maximumPlaybacksPerUser = 0 }
        return setup
    }

    @Test("200 listeners to a recording that its store holds back hear it before it has come, and each byte comes once")
    func throttled() async throws {
        try await ServiceUnderTest.run(Self.one) { service in
            let url = try await service.audioURL()
            // A piece comes at once, all others when everybody has heard that.
            service.faults.add(Fault(.slowBody(bytesPerSecond: 500_000), on: .audio))
            let listening = Tally()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<Self.many {
                    group.addTask {
                        let bytes = Mutexed(0)
                        try await RawConnection.open(port: service.client.port) { connection in
                            try await connection.write("GET \(url) HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try await connection.readHead().hasPrefix("HTTP/1.1 200 "))
                            bytes.value += try await connection.read(10_000).count
                            listening.add()
                            bytes.value += try await connection.read(Int(Self.audioBytes) - 10_000).count
                        }
                        return bytes.value
                    }
                }
                await listening.reaches(Self.many)
                #expect(service.audioBytesSent < Self.audioBytes)
                service.gate.open()
                for try await count in group { #expect(count == Int(Self.audioBytes)) }
            }
            #expect(service.audioBytesSent == Self.audioBytes)
        }
    }

    @Test("200 listeners with ranges of their own over one cold recording have no byte fetched twice", arguments: 1...3)
    func ownRanges(seed: Int) async throws {
        let audio = try #require(Self.one.first.first).audio
        let content = try AudioContent(audio, examples: ExampleRecordings()).bytes(in: 0..<Self.audioBytes)
        let truth = Array(content.readableBytesView)
        try await ServiceUnderTest.run(Self.one) { service in
            let url = try await service.audioURL()
            var dice = SeededGenerator(seed: UInt64(seed))
            let ranges = (0..<Self.many).map { _ in
                let start = Int64.random(in: 0..<Self.audioBytes - 1, using: &dice)
                return start..<Int64.random(in: start + 1...Self.audioBytes, using: &dice)
            }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for range in ranges {
                    group.addTask {
                        let field = (name: "Range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
                        let answer = try await service.client.send("GET", url, headers: [field])
                        let wanted = truth[Int(range.lowerBound)..<Int(range.upperBound)]
                        // Byte by byte, without the costs that a build for tests has for each.
                        return answer.status == 206 && Data(answer.bytes) == Data(wanted)
                    }
                }
                for try await isRight in group { #expect(isRight, "seed \(seed)") }
            }
            #expect(service.audioBytesSent <= Self.audioBytes, "seed \(seed)")
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ change: (Element) async throws -> T) async rethrows -> [T] {
        var changed: [T] = []
        for element in self { changed.append(try await change(element)) }
        return changed
    }
}
