import Demonstration
import DubberSimulator
import Foundation
import Logging
import Recordings
import Registry
import Service
import Testing
import Transport

/// The demonstration that comes with the service: what is in it, and that each kind of user is as its note says.
@Suite("Demonstration", .serialized)
struct DemonstrationTests {
    private struct CallList: Decodable {
        struct Reader: Decodable {
            let username: String
            let note: String
        }

        struct Server: Decodable {
            let telSysID: Int
        }

        struct Call: Codable {
            let segmentID: String
            let telSysID: Int
            let partIDInTelSys: Int?
            let startTime: String
            let durationSeconds: Int?
            let direction: String?
            let from: String?
            let to: String?
            let externalCallID: String?
            let externalTrackingID: String?
        }

        let readers: [Reader]
        let servers: [Server]
        let calls: [Call]
    }

    private struct Request: Encodable {
        let user: String
        let segments: [CallList.Call]
    }

    /// Runs the demonstration for as long as the body takes.
    private func run(
        _ body: @escaping @Sendable (ServiceClient, Demonstration.Sample?) async throws -> Void
    ) async throws {
        try await Places.forServices.use {
            let folder = try DataFolder()
            var configuration = ServiceConfiguration()
            configuration.port = 0
            configuration.dataDirectory = folder.path
            let (starts, listening) = AsyncStream<(Demonstration.Sample?, Int)>.makeStream()
            let demonstration = try await Demonstration(
                configuration: configuration,
                logger: RunningSimulator.quiet,
                onListening: { sample, port, _ in listening.yield((sample, port)) }
            )
            let http = try HTTPClient(configuration: .forLoopback, logger: RunningSimulator.quiet)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    defer { listening.finish() }
                    try await demonstration.runProcess { ServiceConfiguration() }
                }
                for await (sample, port) in starts {
                    try await body(ServiceClient(http: http, port: port), sample)
                    break
                }
                await http.shutdown()
                tasks.cancelAll()
                while let result = await tasks.nextResult() { _ = result }
            }
        }
    }

    private func callList(_ client: ServiceClient) async throws -> CallList {
        try await client.send("GET", "/console/calls", token: Demonstration.reportToken).decoded()
    }

    private func results(
        _ calls: [CallList.Call],
        user: String,
        _ client: ServiceClient
    ) async throws -> [ResultRow] {
        let body = try JSONEncoder().encode(Request(user: user, segments: calls))
        let answer = try await client.postAvailability(
            String(decoding: body, as: UTF8.self),
            token: Demonstration.reportToken
        )
        return try answer.decoded(as: AvailabilityAnswer.self).results
    }

    @Test("it shows 4 Telephony Servers, 8 users, 200 calls and a day of 1,000, and lets anybody sign in")
    func contents() async throws {
        try await run { client, sample in
            let list = try await callList(client)
            #expect(list.servers.map(\.telSysID) == [1, 2, 3, 4])
            #expect(list.readers.count == 8)
            #expect(list.readers.allSatisfy { !$0.note.isEmpty })
            #expect(list.calls.count == 1_200)
            let busy = try await client.send(
                "GET",
                "/console/calls?telSysID=4",
                token: Demonstration.reportToken
            )
            #expect(try busy.decoded(as: CallList.self).calls.count == 1_000)
            #expect(list.calls.map(\.startTime) == list.calls.map(\.startTime).sorted(by: >))
            let signIn = try await client.send("GET", "/console/sign-in")
            #expect(signIn.text.contains("value=\"\(Demonstration.reportToken)\""))
            #expect(signIn.text.contains("value=\"\(Demonstration.adminToken)\""))
            let page = try await client.send("GET", "/", token: Demonstration.reportToken)
            #expect(page.status == 200)
            #expect(sample != nil)
        }
    }

    @Test("the call to try is playable, and the debug address explains it")
    func sample() async throws {
        try await run { client, sample in
            let sample = try #require(sample)
            let body = "{\"user\":\"\(sample.username)\",\"segments\":[\(sample.segmentJSON)]}"
            let answer = try await client.postAvailability(body, token: Demonstration.reportToken)
            let row = try #require(try answer.decoded(as: AvailabilityAnswer.self).results.first)
            #expect(row.state == "available")
            let debug = try await client.send("GET", sample.debugTarget, token: Demonstration.adminToken)
            #expect(try debug.decoded(as: DebugDocument.self).verdict.state == "available")
        }
    }

    @Test("a recording plays, byte for byte one of the examples")
    func plays() async throws {
        try await run { client, _ in
            let calls = try await callList(client).calls.filter { $0.telSysID == 1 }
            let rows = try await results(Array(calls.prefix(5)), user: "director", client)
            let recording = try #require(rows.first { $0.state == "available" }?.recordings.first)
            let audio = try await client.send("GET", recording.audioURL)
            #expect(audio.status == 200)
            let example = try #require(try ExampleRecordings().all.first { $0.data.elementsEqual(audio.bytes) })
            #expect(audio["Content-Type"] == example.contentType)
            #expect(recording.durationSeconds == example.durationSeconds)
        }
    }

    @Test("each user is as its note says")
    func users() async throws {
        try await run { client, _ in
            let calls = try await callList(client).calls
            let office = Array(calls.filter { $0.telSysID == 1 }.prefix(20))
            let centre = Array(calls.filter { $0.telSysID == 2 }.prefix(20))
            let examples = Array(calls.filter { $0.telSysID == 3 }.prefix(20))
            func states(_ calls: [CallList.Call], _ user: String) async throws -> Set<String> {
                Set(try await results(calls, user: user, client).map(\.state))
            }
            for user in ["supervisor", "london", "leeds", "director", "support", "administrator"] {
                let states = try await states(office, user)
                #expect(states.contains("available"), "\(user)")
                // While a host is down, nobody can say that it does not have a call's recording.
                let rest: Set = user == "leeds" ? ["available", "providerError"] : ["available", "notFound"]
                #expect(states.isSubset(of: rest), "\(user): \(states)")
            }
            #expect(try await states(centre, "director").contains("available"))
            #expect(try await states(office, "visitor") == ["notAssigned"])
            #expect(try await states(examples, "visitor") == ["notAssigned"])
            #expect(try await states(centre, "elsewhere") == ["outOfScope"])
            let across = try await results(examples, user: "supervisor", client)
            #expect(across.contains { $0.state == "available" })
            #expect(across.allSatisfy { $0.entry?.callRecIntGUID == SampleCompany.demonstration })
        }
    }

    @Test("it starts again over its own data: 4 Telephony Servers, 5 Partitions, 8 users and 4 entries")
    func startsAgain() async throws {
        let folder = try DataFolder()
        var configuration = ServiceConfiguration()
        configuration.port = 0
        configuration.dataDirectory = folder.path
        for _ in 0..<2 {
            _ = try await Demonstration(
                configuration: configuration,
                logger: RunningSimulator.quiet,
                onListening: { _, _, _ in }
            )
        }
        let registry = try Registry.open(
            directory: URL(filePath: folder.path, directoryHint: .isDirectory),
            logger: RunningSimulator.quiet
        )
        defer { registry.close() }
        #expect(registry.snapshot.telephonyServers.count == 4)
        #expect(registry.snapshot.partitions.count == 5)
        #expect(registry.snapshot.users.count == 8)
        #expect(registry.snapshot.entries.count == 4)
    }
}
