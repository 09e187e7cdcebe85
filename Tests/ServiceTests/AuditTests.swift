import DubberSimulator
import Foundation
import GRDB
import Logging
import PlaybackAudit
import Recordings
import Service
import Testing

/// Who played what: from requests to `GET /v1/audit`.
@Suite struct AuditTests {
    struct Answer: Decodable {
        let events: [Event]
        let next: String?
    }

    struct Event: Decodable {
        let id: Int
        let kind: String
        let user: String?
        let token: String?
        let callRecIntGUID: String?
        let recordingID: String?
        let address: String
        let download: Bool
        let startedAt: String
        let endedAt: String?
        let outcome: String
        let code: String?
        let requests: Int
        let seeks: Int
        let sentBytes: Int
        let sizeBytes: Int?
        let ranges: [String]
    }

    /// Ends the playbacks under way, by letting their idle time pass, and asks for all events.
    private func events(of service: ServiceUnderTest, _ query: String = "") async throws -> [Event] {
        // The client may have its answer a moment before the service is done with it.
        repeat {
            service.clock.advance(seconds: 400)
            service.service.audit.sweep()
            _ = try await service.client.send("GET", "/healthz")
        } while service.service.audit.openCount > 0
        // Rows are written in order: what the sweep left to be written goes before this one.
        let marker = PlaybackKey(
            listener: .user("marker", expiresAt: Int64(service.clock.now.timeIntervalSince1970), keyID: ""),
            entry: CallRecIntGUID("marker"),
            recording: try #require(RecordingID("0")),
            address: "",
            isDownload: false
        )
        _ = try await service.service.audit.open(marker, sizeBytes: 1, range: 0..<1)
        let answer: Answer = try await service.client.document("/v1/audit?limit=1000\(query)")
        return answer.events.filter { $0.user != "marker" }
    }

    @Test("A playback with seeks is one event, on the ordinary path and on the event loop alike")
    func oneEvent() async throws {
        try await Playback.run(.cold, sizeBytes: SampleCompany.audioBytes) { playback in
            let size = Int(playback.sizeBytes)
            _ = try await playback.get("bytes=0-")
            for range in ["bytes=100-199", "bytes=200-299", "bytes=150000-150099", "bytes=-10"] {
                _ = try await playback.get(range)
            }
            let events = try await events(of: playback.service)
            let event = try #require(events.first)
            #expect(events.count == 1)
            #expect(event.kind == "playback" && event.user == "supervisor" && event.token == nil)
            #expect(event.callRecIntGUID == SampleCompany.office && event.recordingID == playback.recordingID)
            #expect(event.address == "127.0.0.1" && !event.download)
            #expect(event.outcome == "whole" && event.ranges == ["0-\(size - 1)"])
            #expect(event.requests == 5 && event.sizeBytes == size)
            #expect(event.seeks == 3)
            #expect(event.sentBytes == size + 310)
            #expect(event.endedAt != nil)
        }
    }

    @Test("What the event loop answers is in the audit, and only after its beginning is")
    func eventLoop() async throws {
        let lines = LogLines()
        var setup = Setup()
        setup.first = [SampleCompany.recording(audio: .generated(sizeBytes: 5_000_000, seed: 7))]
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            // A second URL of the same recording: all its bytes are here, yet its first answer waits for the audit.
            service.clock.advance(seconds: 5)
            let other = try await service.audioURL()
            #expect(other != url)
            for range in ["0-99", "100-4000000"] {
                let answer = try await service.client.send("GET", other, headers: [("Range", "bytes=\(range)")])
                #expect(answer.status == 206)
                // Answered behind it: until then the route may not have ended its answer, though every byte has come.
                _ = try await service.client.send("GET", "/healthz")
            }
            let ways = lines.all.filter { $0.contains("/v1/audio/") }.map { $0.contains("eventLoop") }
            #expect(ways == [false, false, true])
            // Each line tells the time that was measured.
            let times = lines.all.compactMap { $0.firstMatch(of: /"milliseconds": (?<time>[0-9.e-]+)/)?.time }
            #expect(times.count == lines.all.count { $0.hasPrefix("request ") })
            #expect(times.allSatisfy { Double($0) ?? 0 > 0 })
            let events = try await events(of: service)
            #expect(events.map(\.requests) == [1, 2])
            #expect(events.map(\.sentBytes) == [5_000_000, 4_000_001])
            #expect(events.last?.ranges == ["0-4000000"])
        }
    }

    @Test("A download is an event of its own")
    func download() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            _ = try await playback.service.client.send("GET", playback.url + "&download=1")
            let events = try await events(of: playback.service)
            #expect(events.map(\.download) == [false, true])
            #expect(events.map(\.outcome) == ["whole", "whole"])
        }
    }

    @Test("Asking for the head alone, or for what there is not, plays nothing")
    func nothingPlayed() async throws {
        try await Playback.run(.cold, sizeBytes: SampleCompany.audioBytes) { playback in
            for _ in 1...2 { _ = try await playback.get(method: "HEAD") }
            #expect(try await playback.get("bytes=999999999-").status == 416)
            #expect(try await playback.get(headers: [("If-Match", "\"other\"")]).status == 412)
            #expect(try await events(of: playback.service).isEmpty)
        }
    }

    @Test("A listener whose own copy is still right has played it")
    func ownCopy() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            playback.service.clock.advance(seconds: 400)
            playback.service.service.audit.sweep()
            for _ in 1...2 {
                let answer = try await playback.get(headers: [("If-None-Match", playback.tag)])
                #expect(answer.status == 304)
            }
            let event = try #require(try await events(of: playback.service).last)
            #expect(event.requests == 2 && event.sentBytes == 0 && event.outcome == "none")
        }
    }

    @Test("A refused playback is told as not played, with its reason")
    func refused() async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            try service.assign(nil)
            for _ in 1...3 { #expect(try await service.client.send("GET", url).status == 403) }
            let event = try #require(try await events(of: service).first)
            #expect(event.kind == "notPlayed" && event.code == "playbackNotPermitted" && event.requests == 3)
            #expect(event.user == "supervisor" && event.sentBytes == 0)
            let filtered = try await service.client.asAdmin("GET", "/v1/audit?kind=notPlayed&user=supervisor")
            #expect(try filtered.decoded(as: Answer.self).events.count == 1)
        }
    }

    @Test("An administrator's token is told by its name")
    func token() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let path = try #require(playback.url.split(separator: "?").first.map(String.init))
            #expect(try await playback.service.client.asAdmin("GET", path).status == 200)
            let event = try #require(try await events(of: playback.service).last)
            #expect(event.token == "admin" && event.user == nil)
        }
    }

    @Test("Events are given in pages, as JSON and as a table; only to administrators")
    func reading() async throws {
        let recordings = (1...3).map { SampleCompany.recording($0, minutesLater: Double($0)) }
        try await ServiceUnderTest.run(Setup(first: recordings)) { service in
            for number in 1...3 {
                let time = SampleCompany.callTime.addingTimeInterval(60 * Double(number))
                let url = try await service.audioURL(for: SampleRow(number, startTime: time))
                _ = try await service.client.send("GET", url)
            }
            #expect(try await events(of: service).count == 3)
            let first = try await service.client.asAdmin("GET", "/v1/audit?limit=2&kind=playback")
            let page = try first.decoded(as: Answer.self)
            let next = try #require(page.next)
            #expect(page.events.count == 2 && first["X-Next-After"] == next)
            let rest = try await service.client.asAdmin("GET", "/v1/audit?kind=playback&user=supervisor&after=\(next)")
            #expect(try rest.decoded(as: Answer.self).events.map(\.recordingID) == ["043"])
            let table = try await service.client.asAdmin("GET", "/v1/audit?format=csv&user=supervisor")
            let lines = table.text.split(separator: "\r\n")
            #expect(lines.count == 4 && lines[0].hasPrefix("id,kind,user,"))
            #expect(lines[1].contains(",playback,supervisor,,\(SampleCompany.office),041,127.0.0.1,false,"))
            for bad in ["limit=0", "limit=10000", "since=yesterday", "format=xml", "nonsense=1"] {
                #expect(try await service.client.asAdmin("GET", "/v1/audit?\(bad)").status == 400)
            }
            let report = try await service.client.send("GET", "/v1/audit", token: ServiceUnderTest.reportToken)
            #expect(report.status == 403)
            #expect(try await service.client.send("GET", "/v1/audit").status == 401)
        }
    }

    @Test("No playback without its row: when the audit cannot be written, audio answers 503")
    func unwritable() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            service.clock.advance(seconds: 400)
            service.service.audit.sweep()
            var patient = Configuration()
            patient.busyMode = .timeout(60)
            let path = service.folder.path + "/" + PlaybackAudit.fileName
            let file = try DatabaseQueue(path: path, configuration: patient)
            try await file.write { db in
                let sql = "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk full'); END"
                try db.execute(sql: sql)
            }
            let answer = try await service.client.send("GET", playback.url)
            #expect(answer.status == 503)
            #expect(try answer.problem.code == "auditNotWritable")
            #expect(answer["Retry-After"] != nil)
        }
    }

    @Test("A stop ends every playback in the audit, and the chain is whole")
    func stop() async throws {
        let folder = try DataFolder()
        let setup = Setup()
        try await RunningSimulator.run(setup) { provider in
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                _ = try await service.client.send("GET", service.audioURL())
            }
        }
        let audit = try PlaybackAudit(directory: folder.path, logger: RunningSimulator.quiet)
        defer { audit.close() }
        #expect(try await audit.page(AuditQuery()).events.map(\.outcome) == ["whole"])
        #expect(try await audit.verify().isIntact)
    }
}
