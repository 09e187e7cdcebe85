import DubberSimulator
import Foundation
import GRDB
import Logging
import PlaybackAudit
import Recordings
import Registry
import Service
import TestSupport
import Testing

/// What another process changes counts for the next request.
///
/// Another open registry on the same files stands for it: both share nothing but the files.
@Suite("Other processes", .timeLimit(.minutes(6)))
struct OtherProcessTests {
    /// Changes the service's registry as a command does beside it.
    private func beside(_ service: ServiceUnderTest, _ change: (Registry) throws -> Void) throws {
        let registry = try Registry.open(directory: URL(filePath: service.folder.path), logger: RunningSimulator.quiet)
        defer { registry.close() }
        try change(registry)
    }

    /// Clears the supervisor's assignment, or gives it back.
    private func assign(_ entry: String?, beside service: ServiceUnderTest) throws {
        let file = try SampleCompany.importFile(port: service.provider.port, assignment: entry)
        try beside(service) { try $0.importFile(file) }
    }

    @Test("A token that is revoked ends with the next request, and one that is made is good for it")
    func tokens() async throws {
        try await ServiceUnderTest.run { service in
            for number in 0..<10 {
                var secret = Secret("")
                try beside(service) { secret = try $0.createToken(name: "t\(number)", role: .admin).secret }
                func status(_ target: String) async throws -> Int {
                    try await service.client.send("GET", target, token: secret.reveal()).status
                }
                #expect(try await status("/v1/debug/cache") == 200)
                try beside(service) { try $0.revokeToken(name: "t\(number)") }
                #expect(try await status(number.isMultiple(of: 2) ? "/v1/debug/cache" : "/console/recording") != 200)
            }
        }
    }

    @Test("A user that is imported is known to the next request")
    func imported() async throws {
        try await ServiceUnderTest.run { service in
            for number in 0..<10 {
                let user = "late \(number)"
                let json = #"{"users":[{"username":"\#(user)","recordingPlayback":"\#(SampleCompany.office)"}]}"#
                let rows = SampleRow.body([SampleRow()], user: user)
                #expect(try await service.client.postAvailability(rows).status == 422)
                try beside(service) { try $0.importFile(Data(json.utf8)) }
                #expect(try await service.client.postAvailability(rows).status == 200)
            }
        }
    }

    @Test("A right that is taken away ends with the next audio request, on loop and route", arguments: Fill.allCases)
    func right(_ fill: Fill) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            for _ in 0..<5 {
                try await playback.expect("bytes=0-9", is: 0..<10)
                try await playback.expect("bytes=0-9", is: 0..<10)
                try assign(nil, beside: service)
                #expect(try await playback.get("bytes=0-9").status == 403)
                try assign(SampleCompany.office, beside: service)
            }
            // Two changes one after the other.
            try assign(nil, beside: service)
            try assign(SampleCompany.office, beside: service)
            try await playback.expect("bytes=0-9", is: 0..<10)
        }
    }

    @Test("What somebody changes with SQLite's own tools counts as well: rights, tokens, scopes")
    func byHand() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let database = try DatabaseQueue(path: service.folder.path + "/registry.sqlite")
            defer { try? database.close() }
            func change(_ sql: String) throws { try database.write { try $0.execute(sql: sql) } }
            func usersStatus() async throws -> Int {
                try await service.client.send("GET", "/v1/users", token: ServiceUnderTest.adminToken).status
            }
            for _ in 0..<3 {
                try await playback.expect("bytes=0-9", is: 0..<10)
                try change("UPDATE reportingUser SET recordingPlayback = NULL")
                #expect(try await playback.get("bytes=0-9").status == 403)
                try change("UPDATE reportingUser SET recordingPlayback = '\(SampleCompany.office)'")
                try await playback.expect("bytes=0-9", is: 0..<10)
                try change("UPDATE apiToken SET revokedAtMilliseconds = 1 WHERE role = 'admin'")
                #expect(try await usersStatus() == 401)
                try change("UPDATE apiToken SET revokedAtMilliseconds = NULL")
                #expect(try await usersStatus() == 200)
            }
            try change("INSERT INTO telephonyServer VALUES (77, 'Elsewhere', 0)")
            try change("UPDATE callRecInt SET telSysID = 77, partIDInTelSys = NULL")
            #expect(try await playback.get("bytes=0-9").status == 403)
        }
    }

    @Test("A key that is dropped refuses the next request, once that is announced", arguments: Fill.allCases)
    func keys(_ fill: Fill) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            try await playback.expect("bytes=0-9", is: 0..<10)
            _ = try SigningKeyFile(directory: service.folder.path)
                .rotate(acceptedForSeconds: 1, isSudden: true, now: service.clock.now)
            let folder = URL(filePath: service.folder.path)
            let registry = try Registry.open(directory: folder, logger: RunningSimulator.quiet)
            try await registry.announce()
            registry.close()
            #expect(try await playback.get("bytes=0-9").status == 403)
            let fresh = try await service.audioURL()
            #expect(try await service.client.send("GET", fresh).bytes == playback.truth)
        }
    }

    @Test(
        "An answer under way ends when its listener's right does, also one that nobody takes, and is noted so",
        arguments: [Fill.cold, .warm],
        [true, false]
    )
    func underWay(_ fill: Fill, isTaken: Bool) async throws {
        let sizeBytes: Int64 = 48 << 20
        try await Playback.run(fill, sizeBytes: sizeBytes) { playback in
            let service = playback.service
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                _ = try await connection.read(100_000)
                try assign(nil, beside: service)
                // Whatever asks next brings it in; no listener needs to.
                _ = try await service.client.send("GET", "/v1/debug/cache")
                if !isTaken { try await until(service.service.answersUnderWay, is: 0) }
                // It may be ended by a reset as well.
                let rest = try? await connection.readToEnd()
                #expect((rest?.count ?? 0) + 100_000 < Int(sizeBytes))
            }
            // Before time goes on, after which a playback that is still open would count as over.
            try await until(service.service.answersUnderWay, is: 0)
            var last: AuditEvent?
            repeat {
                service.clock.advance(seconds: 400)
                service.service.audit.sweep()
                last = try await service.service.audit.page(.init()).events.last { $0.kind == .playback }
            } while last?.outcome == "open"
            let event = try #require(last)
            #expect(event.outcome == "broken" && event.code == "playbackNotPermitted", "\(event)")
        }
    }
}
