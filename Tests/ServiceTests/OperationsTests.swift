import Foundation
import Logging
import PlaybackAudit
import Recordings
import Registry
import Service
import Synchronization
import Testing

/// What people need who run the service.
@Suite struct OperationsTests {
    @Test(
        "The description of the HTTP API tells of every endpoint for programs, who may ask it, and what its query holds"
    )
    func openAPI() async throws {
        struct Document: Decodable {
            let openapi: String
            let paths: [String: [String: Operation]]
        }
        struct Operation: Decodable {
            let summary: String
            let parameters: [Parameter]
            let security: [[String: [String]]]
        }
        struct Parameter: Decodable, Hashable {
            struct Schema: Decodable, Hashable {
                let type: String
                var format: String?
                var minimum: Int?
                var maximum: Int?
                var `enum`: [String]?
            }

            let name: String
            let required: Bool
            let schema: Schema
        }
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send("GET", "/openapi.json")
            let document = try answer.decoded(as: Document.self)
            #expect(document.openapi == "3.1.0")
            let described = document.paths.flatMap { path, operations in
                operations.keys.map { "\($0.uppercased()) \(path)" }
            }
            let declared = service.service.endpoints.filter(\.isForPrograms).map { "\($0.method) \($0.path)" }
            #expect(described.sorted() == declared.sorted())
            let audio = try #require(document.paths["/v1/audio/{entry}/{recording}"])
            #expect(audio["head"]?.security == [[:], ["bearer": ["admin"]]])
            #expect(document.paths["/v1/availability"]?["post"]?.security == [["bearer": ["report"]]])
            let audit = try #require(document.paths["/v1/audit"]?["get"]?.parameters)
            for parameter in [
                Parameter(name: "since", required: false, schema: .init(type: "string", format: "date-time")),
                Parameter(name: "limit", required: false, schema: .init(type: "integer", minimum: 1, maximum: 9_999)),
                Parameter(name: "format", required: false, schema: .init(type: "string", enum: ["json", "csv"])),
            ] {
                #expect(audit.contains(parameter))
            }
        }
    }

    @Test("Where a request's time went is told, but not of what comes from the cache")
    func serverTiming() async throws {
        try await Playback.run(.cold, sizeBytes: SampleCompany.audioBytes) { playback in
            let miss = try await playback.get()
            let names = try #require(miss["Server-Timing"]).split(separator: ", ").map { $0.prefix { $0 != ";" } }
            #expect(names == ["open", "firstByte", "audit", "total"])
            // A second range condition takes the request off the event loop.
            #expect(try await playback.get("bytes=0-1,5-6")["Server-Timing"] == nil)
            let rows = try await playback.service.client.postAvailability(SampleRow.body([SampleRow()]))
            #expect(rows["Server-Timing"]?.hasPrefix("rows;dur=") == true)
        }
    }

    @Test("A log line in JSON is one object with everything that was said")
    func jsonLog() throws {
        let lines = Mutex<[Data]>([])
        var logger = Logger(label: "test") { _ in
            JSONLogHandler(now: { Date(timeIntervalSince1970: 0) }) { line in lines.withLock { $0.append(line) } }
        }
        logger[metadataKey: "request"] = "r\"1\n"
        logger.info("said", metadata: ["secret": "\(Secret("planted"))", "list": ["a", "b"], "level": "mine"])
        logger.debug("not said")
        let line = try #require(lines.withLock { $0 }.first)
        #expect(lines.withLock { $0.count } == 1)
        let expected = #"""
            {"level":"info","level_":"mine","list":["a","b"],"message":"said","request":"r\"1\n","secret":"***","time":"1970-01-01T00:00:00.000Z"}

            """#
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test("A backup made while the service runs holds registry and audit, opens with the key, and holds no key")
    func backup() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let target = service.folder.path + "/backups/today"
            let note = try Backup.make(
                at: target,
                of: service.folder.path,
                registry: service.registry,
                audit: service.service.audit
            )
            let files = FileManager.default
            let names = try files.contentsOfDirectory(atPath: target).sorted()
            #expect(names == ["BACKUP.txt", "audit.sqlite", "registry.sqlite"])
            for part in ["registry.key ", "signing.key ", "audit.key ", "chain intact"] {
                #expect(note.contains(part), "\(part)")
            }
            for name in names {
                let mode = try files.attributesOfItem(atPath: target + "/" + name)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(name)")
                let bytes = try #require(files.contents(atPath: target + "/" + name))
                for key in ["registry.key", "signing.key", "audit.key"] {
                    let secret = try service.folder.bytes(of: key).prefix(32)
                    #expect(bytes.firstRange(of: secret) == nil, "\(name) holds \(key)")
                }
            }
            // A second backup does not go over the first.
            #expect(throws: Backup.Failure.directoryTaken(path: target)) {
                _ = try Backup.make(
                    at: target,
                    of: service.folder.path,
                    registry: service.registry,
                    audit: service.service.audit
                )
            }
            let restored = try DataFolder()
            for name in ["audit.sqlite", "registry.sqlite"] {
                try files.copyItem(atPath: target + "/" + name, toPath: restored.path + "/" + name)
            }
            let quiet = RunningSimulator.quiet
            let directory = URL(filePath: restored.path)
            // Without its key it is refused.
            #expect(throws: RegistryError.self) { _ = try Registry.open(directory: directory, logger: quiet) }
            try restored.write(service.folder.bytes(of: "registry.key"), to: "registry.key")
            let registry = try Registry.open(directory: directory, logger: quiet)
            defer { registry.close() }
            #expect(registry.snapshot.entries == service.registry.snapshot.entries)
            #expect(registry.snapshot.users == service.registry.snapshot.users)
            #expect(throws: AuditError.keyMissing(path: restored.path + "/audit.key")) {
                _ = try PlaybackAudit(directory: restored.path, logger: quiet)
            }
            try restored.write(service.folder.bytes(of: "audit.key"), to: "audit.key")
            let audit = try PlaybackAudit(directory: restored.path, logger: quiet)
            defer { audit.close() }
            #expect(try await audit.page(AuditQuery()).events.count == 1)
            #expect(try await audit.verify().isIntact)
        }
    }
}
