import Foundation
import PlaybackAudit
import Recordings
import Registry
import Service
import Testing

/// `GET /v1/audit` by call and outcome, the whole as a table, and `GET /v1/audit/changes`.
@Suite("Filters of the audits", .timeLimit(.minutes(5)))
struct AuditFilterTests {
    private struct Events: Decodable {
        struct Event: Decodable {
            let id: Int
            let recordingID: String?
            let outcome: String
            let userFullName: String?
            let entryDescription: String?
        }

        struct Recording: Decodable { let recordingID: String }

        let events: [Event]
        let next: String?
        let recordings: [Recording]?
    }

    private struct Changes: Decodable {
        struct Change: Decodable {
            let author: String
            let address: String?
            let action: String
            let kind: String
            let key: String
            let properties: [String]
        }

        let changes: [Change]
        let next: String?
    }

    /// Plays three calls wholly, and ends what is under way.
    private func play(on service: ServiceUnderTest) async throws {
        for number in 1...3 {
            let time = SampleCompany.callTime.addingTimeInterval(60 * Double(number))
            _ = try await service.client.send(
                "GET",
                try await service.audioURL(for: SampleRow(number, startTime: time))
            )
            _ = try await service.client.send("GET", "/healthz")
        }
    }

    private static var setup: Setup {
        Setup(first: (1...3).map { SampleCompany.recording($0, minutesLater: Double($0)) })
    }

    @Test("From a call to its listeners: by its external call id, within the scope alone")
    func calls() async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            try service.registry.importFile(Administrators.importFile())
            try await play(on: service)
            let found: Events = try await service.client.document("/v1/audit?call=callhalf-2:0&order=newest")
            #expect(found.events.map(\.recordingID) == ["042"] && found.recordings?.map(\.recordingID) == ["042"])
            #expect(found.events.first?.userFullName == "Head office supervisor")
            #expect(found.events.first?.entryDescription?.isEmpty == false)
            let none: Events = try await service.client.document("/v1/audit?call=callhalf-9:0")
            #expect(none.events.isEmpty && none.recordings?.isEmpty == true)
            let all: Events = try await service.client.document("/v1/audit")
            #expect(all.events.count == 3 && all.recordings == nil)
            // Of another's entry nothing is told, not even that it has such a call.
            for (administrator, count) in [(Administrators.headOffice, 1), (.leeds, 0)] {
                let cookie = try await service.cookie(of: administrator)
                let answer = try await service.client.send("GET", "/v1/audit?call=callhalf-2:0", headers: [cookie])
                #expect(try answer.decoded(as: Events.self).events.count == count)
                #expect(try answer.decoded(as: Events.self).recordings?.count == count)
            }
        }
    }

    @Test("By outcome and in either order, and the whole as a table without anybody asking for pages")
    func outcomes() async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            try await play(on: service)
            let open: Events = try await service.client.document("/v1/audit?outcome=open&order=newest")
            #expect(open.events.map(\.recordingID) == ["043", "042", "041"])
            let whole: Events = try await service.client.document("/v1/audit?outcome=whole")
            #expect(whole.events.isEmpty)
            let first: Events = try await service.client.document("/v1/audit?order=newest&limit=2")
            let next = try #require(first.next)
            let rest: Events = try await service.client.document("/v1/audit?order=newest&limit=2&after=\(next)")
            #expect((first.events + rest.events).map(\.recordingID) == ["043", "042", "041"] && rest.next == nil)
            let page = try await service.client.asAdmin("GET", "/v1/audit?format=csv&limit=2")
            #expect(page.text.split(separator: "\r\n").count == 3 && page["X-Next-After"] != nil)
            for number in 0..<1_100 {
                service.service.audit.notPlayed(
                    code: "urlExpired",
                    user: "=user \(number % 900)",
                    entry: CallRecIntGUID("entry"),
                    recording: try #require(RecordingID("04\(number)")),
                    address: "192.0.2.1",
                    isDownload: false
                )
            }
            service.clock.advance(seconds: 100)
            service.service.audit.sweep()
            // A row that is waited for comes behind those.
            let time = SampleCompany.callTime.addingTimeInterval(60)
            let url = try await service.audioURL(for: SampleRow(1, startTime: time))
            _ = try await service.client.send("GET", url)
            let table = try await service.client.asAdmin("GET", "/v1/audit?format=csv&outcome=notPlayed&order=newest")
            #expect(
                table["Content-Disposition"] == "attachment; filename=\"audit.csv\"" && table["X-Next-After"] == nil
            )
            let lines = table.text.split(separator: "\r\n")
            #expect(lines.count > 1_000 && Set(lines).count == lines.count)
            #expect(lines.contains { $0.contains(",'=user ") } || lines.contains { $0.contains(",\"'=user ") })
        }
    }

    @Test("Who changed what is told newest first, by author, kind, key and time, by page and as a table")
    func changes() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let secret = try service.registry.createToken(name: "=hr", role: .provision).secret.reveal()
            let lines =
                #"{"user":{"username":"new"}}"# + "\n" + #"{"telephonyServer":{"telSysID":41,"description":"x"}}"#
            let changed = try await service.client.send(
                "POST",
                "/v1/registry/changes",
                token: secret,
                headers: [("Content-Type", "application/x-ndjson")],
                body: Array(lines.utf8)
            )
            #expect(changed.status == 200)
            func ask(_ query: String) async throws -> [Changes.Change] {
                let answer: Changes = try await service.client.document("/v1/audit/changes?\(query)")
                return answer.changes
            }
            #expect(try await ask("author=%3Dhr").map(\.action) == ["addTelephonyServer", "addUser"])
            #expect(try await ask("author=%3Dhr&kind=user").map(\.key) == ["new"])
            #expect(try await ask("key=41").map(\.kind) == ["telephonyServer"])
            #expect(try await ask("kind=token").first?.author == AuditAuthor.commandLineName)
            #expect(try await ask("kind=token").first?.address == nil)
            #expect(try await ask("author=%3Dhr").first?.address == "127.0.0.1")
            #expect(try await ask("kind=key").map(\.action) == ["addSigningKey"])
            #expect(try await ask("since=2100-01-01T00:00:00Z").isEmpty)
            var (keys, next): ([String], String?) = ([], "")
            while let after = next {
                let target = "/v1/audit/changes?limit=1" + (after.isEmpty ? "" : "&after=\(after)")
                let page: Changes = try await service.client.document(target)
                keys += page.changes.map(\.key)
                next = page.next
            }
            #expect(try await ask("").map(\.key) == keys)
            let table = try await service.client.asAdmin("GET", "/v1/audit/changes?format=csv")
            let rows = table.text.split(separator: "\r\n")
            #expect(rows.count == keys.count + 1 && rows[0] == "id,at,author,address,action,kind,key,properties")
            #expect(table.text.contains("\"'=hr\"") && !table.text.contains(",=hr"))
            #expect(table["Content-Disposition"] == "attachment; filename=\"changes.csv\"")
            let report = try await service.client.send("GET", "/v1/audit/changes", token: secret)
            #expect(report.status == 403)
        }
    }
}
