import DubberSimulator
import Foundation
import NIOCore
import Recordings
import Registry
import Service
import TestSupport
import Testing

/// Places are for those who do something, and answers last as long as the right to them.
@Suite("Places of answers", .timeLimit(.minutes(5)))
struct PlacesTests {
    private static let sizeBytes: Int64 = 16 << 20

    private static func setup(_ configure: @escaping @Sendable (inout ServiceConfiguration) -> Void) -> Setup {
        var setup = Setup(first: [SampleCompany.recording(audio: .generated(sizeBytes: sizeBytes, seed: 7))])
        setup.configure = configure
        return setup
    }

    /// Opens so many answers of which only the head is read, for as long as the body takes.
    private func withUnread(
        _ count: Int,
        of target: String,
        headers: String = "",
        on service: ServiceUnderTest,
        _ body: ([RawConnection]) async throws -> Void
    ) async throws {
        try await withUnread(count, [], target, headers, service, body)
    }

    private func withUnread(
        _ count: Int,
        _ opened: [RawConnection],
        _ target: String,
        _ headers: String,
        _ service: ServiceUnderTest,
        _ body: ([RawConnection]) async throws -> Void
    ) async throws {
        guard opened.count < count else { return try await body(opened) }
        try await RawConnection.open(port: service.client.port) { connection in
            try await connection.write("GET \(target) HTTP/1.1\r\nHost: a\r\n\(headers)\r\n")
            #expect(try await connection.readHead().hasPrefix("HTTP/1.1 200"))
            try await withUnread(count, opened + [connection], target, headers, service, body)
        }
    }

    private func fill(_ fill: Fill, _ url: String, of service: ServiceUnderTest) async throws {
        if fill == .warm { _ = try await service.client.send("GET", url) }
    }

    @Test("one URL that leaked does not take all places of its user", arguments: [Fill.cold, .warm])
    func perURL(fill: Fill) async throws {
        try await ServiceUnderTest.run(Self.setup { $0.maximumPlaybacksPerUser = 4 }) { service in
            let leaked = try await service.audioURL()
            try await self.fill(fill, leaked, of: service)
            try await withUnread(2, of: leaked, on: service) { _ in
                #expect(try await service.client.send("GET", leaked).status == 429)
                service.clock.advance(seconds: 1)
                let fresh = try await service.audioURL()
                #expect(fresh != leaked)
                #expect(try await service.client.send("GET", fresh).status == 200)
            }
        }
    }

    @Test("an address, and a token, have their own number of places", arguments: [true, false])
    func perAddressAndToken(isProxy: Bool) async throws {
        let setup = Self.setup {
            $0.maximumPlaybacksPerAddress = 1
            if !isProxy { $0.proxyAddresses = [] }
        }
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            try await withUnread(1, of: url, on: service) { _ in
                let path = String(url.prefix { $0 != "?" })
                let other = try await service.client.send("GET", path, token: ServiceUnderTest.adminToken)
                #expect(other.status == (isProxy ? 200 : 429))
            }
        }
    }

    @Test("who takes nothing gives the place back, and is served on when it does", arguments: [Fill.cold, .warm])
    func stalled(fill: Fill) async throws {
        let setup = Self.setup {
            $0.maximumPlaybacksPerUser = 2
            $0.stallSeconds = 1
        }
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            try await self.fill(fill, url, of: service)
            try await withUnread(2, of: url, on: service) { paused in
                try await until(
                    try await service.client.send("GET", url, headers: [("Range", "bytes=0-99999")]).status
                ) { $0 != 429 }
                let rest = try await paused[0].read(Int(Self.sizeBytes))
                #expect(rest.count == Int(Self.sizeBytes))
            }
        }
    }

    @Test("who takes nothing for longer than a pause may last has left", arguments: [Fill.cold, .warm])
    func paused(fill: Fill) async throws {
        try await ServiceUnderTest.run(Self.setup { _ in }) { service in
            let url = try await service.audioURL()
            try await self.fill(fill, url, of: service)
            var configuration = service.service.configuration
            configuration.maximumPauseSeconds = 1
            try service.service.reload(configuration)
            try await withUnread(1, of: url, on: service) { connections in
                try await untilReadersAreGone(service)
                #expect(await isCutOff(connections[0]))
            }
        }
    }

    private func untilReadersAreGone(_ service: ServiceUnderTest) async throws {
        try await until(service.service.answersUnderWay, is: 0)
    }

    /// Whether the rest of an answer does not come.
    private func isCutOff(_ connection: RawConnection) async -> Bool {
        let rest = try? await connection.read(Int(Self.sizeBytes))
        return (rest?.count ?? 0) < Int(Self.sizeBytes)
    }

    enum Loss: String, CaseIterable {
        case expiry, assignment, key, token
    }

    @Test("an answer ends with the right to it", arguments: Loss.allCases, [Fill.cold, .warm])
    func lostRight(loss: Loss, fill: Fill) async throws {
        try await ServiceUnderTest.run(Self.setup { $0.graceSeconds = 60 }) { service in
            let url = try await service.audioURL()
            try await self.fill(fill, url, of: service)
            let isByToken = loss == .token
            let target = isByToken ? String(url.prefix { $0 != "?" }) : url
            let headers = isByToken ? "Authorization: Bearer \(ServiceUnderTest.adminToken)\r\n" : ""
            try await withUnread(1, of: target, headers: headers, on: service) { connections in
                // The time of grace is a playback's under way.
                service.clock.advance(seconds: loss == .expiry ? 930 : 0)
                #expect(service.service.answersUnderWay == 1)
                switch loss {
                case .expiry: service.clock.advance(seconds: 40)
                case .assignment: try service.assign(nil)
                case .key: try dropKey(of: service)
                case .token: try service.registry.revokeToken(name: "admin")
                }
                try await untilReadersAreGone(service)
                #expect(await isCutOff(connections[0]))
            }
        }
    }

    private func dropKey(of service: ServiceUnderTest) throws {
        let file = SigningKeyFile(directory: service.folder.path)
        _ = try file.rotate(acceptedForSeconds: 900, isSudden: true, now: service.clock.now)
        try service.service.reload(service.service.configuration)
    }

    @Test("bodies that do not come hold no place of availability, nor do all of one token's requests hold all")
    func unfinishedBodies() async throws {
        let setup = Self.setup {
            $0.maximumAvailabilityRequests = 2
            $0.maximumAvailabilityWaitSeconds = 0
        }
        try await ServiceUnderTest.run(setup) { service in
            let head =
                "POST /v1/availability HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServiceUnderTest.reportToken)\r\n"
                + "Content-Length: 1000\r\n\r\n{"
            try await RawConnection.open(port: service.client.port) { first in
                try await first.write(head)
                try await RawConnection.open(port: service.client.port) { second in
                    try await second.write(head)
                    try await RawConnection.open(port: service.client.port) { third in
                        try await third.write(head)
                        for _ in 0..<3 {
                            _ = try await service.client.send("GET", "/healthz")
                            #expect(
                                try await service.client.postAvailability(SampleRow.body([SampleRow()])).status == 200
                            )
                        }
                    }
                }
            }
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), on: .recordings))
            try await withThrowingTaskGroup(of: Int.self) { tasks in
                let body = SampleRow.body([SampleRow(7)])
                for _ in 0..<2 { tasks.addTask { try await service.client.postAvailability(body).status } }
                #expect(try await tasks.next() == 503)
                let other = try await service.client.postAvailability("{}", token: ServiceUnderTest.adminToken)
                #expect(other.status == 400)
                service.gate.open()
                #expect(try await tasks.next() == 200)
            }
        }
    }

    /// Rows that cannot be understood are answered at once, each with a sentence.
    private static var manyRows: String {
        let name = "\"\(String(repeating: "s", count: 1_000))\""
        return SampleRow.body(
            (0..<10_000).map { _ in SampleRow().with(["startTime": "\"never\"", "segmentID": name]) }
        )
    }

    @Test("a reader of results that takes nothing is cut off, and its place is free again")
    func stalledLines() async throws {
        let setup = Self.setup {
            $0.maximumSegments = 10_000
            $0.maximumAvailabilityRequests = 1
            $0.availabilityStallSeconds = 1
        }
        try await ServiceUnderTest.run(setup) { service in
            let body = Self.manyRows
            try await RawConnection.open(port: service.client.port) { reader in
                try await reader.write(
                    "POST /v1/availability HTTP/1.1\r\nHost: a\r\nAccept: application/x-ndjson\r\n"
                        + "Authorization: Bearer \(ServiceUnderTest.reportToken)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                )
                try await reader.write(body)
                // Whoever is cut off while the machine is busy elsewhere may lose this as well.
                _ = try? await reader.readHead()
                try await until(try await service.client.postAvailability(SampleRow.body([SampleRow()])).status) {
                    $0 != 503
                }
                let rest = (try? await reader.readToEnd()) ?? []
                #expect(!String(decoding: rest.suffix(100), as: UTF8.self).contains("\"done\""))
            }
        }
    }

    @Test("an answer other than audio of which nothing is taken ends with the time of an idle connection")
    func stalledDocument() async throws {
        let setup = Self.setup {
            $0.maximumSegments = 10_000
            $0.idleTimeoutSeconds = 1
        }
        try await ServiceUnderTest.run(setup) { service in
            let body = Self.manyRows
            try await RawConnection.open(port: service.client.port) { reader in
                try await reader.write(
                    "POST /v1/availability HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServiceUnderTest.reportToken)\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n"
                )
                // A machine that is busy with other tests may take longer over it than an idle connection has.
                try? await reader.write(body)
                // Only from here on is there something to take, however long the rows took.
                _ = try? await reader.readHead()
                // Each of these takes an idle time.
                for _ in 0..<4 {
                    try await RawConnection.open(port: service.client.port) { idle in
                        let bytes = try await idle.readToEnd()
                        #expect(bytes.isEmpty)
                    }
                }
                let received = (try? await reader.readToEnd()) ?? []
                #expect(received.count < 10_000 * 1_000)
            }
        }
    }

    @Test(
        "only bytes that are played give a URL its time of grace",
        arguments: ["HEAD", "416", "304", "peaks", "nothing", "byte"],
        [Fill.cold, .warm]
    )
    func grace(asked: String, fill: Fill) async throws {
        var setup = Setup(first: [SampleCompany.recording(audio: .example("delivery.wav"))])
        setup.configure = { _ in }
        try await ServiceUnderTest.run(setup) { service in
            let other = try await service.audioURL()
            let tag = try #require(try await service.client.send("HEAD", other)["ETag"])
            try await self.fill(fill, other, of: service)
            service.clock.advance(seconds: 1)
            let url = try await service.audioURL()
            let answer: ServiceClient.Answer? =
                switch asked {
                case "HEAD": try await service.client.send("HEAD", url)
                case "416": try await service.client.send("GET", url, headers: [("Range", "bytes=99999999-")])
                case "304": try await service.client.send("GET", url, headers: [("If-None-Match", tag)])
                case "peaks": try await service.client.send("GET", url.replacing("?", with: "/peaks?"))
                case "byte": try await service.client.send("GET", url, headers: [("Range", "bytes=0-0")])
                default: nil
                }
            if let answer { #expect(answer.status < 500 && answer.status != 403) }
            service.clock.advance(seconds: 1_000)
            let late = try await service.client.send("GET", url, headers: [("Range", "bytes=0-9")])
            #expect(late.status == (asked == "byte" ? 206 : 403))
        }
    }
}
