import Dubber
import DubberSimulator
import ExampleCompany
import Foundation
import Recordings
import Registry
import Service
import Testing
import TestSupport
import Transport

/// A thousand entries that are asked at once, each by a request of its own.
@Suite("Many entries at once", .timeLimit(.minutes(6)))
struct ManyEntriesTests {
    private static let count = 1_000

    /// A user for each entry; all of one account, each with what it knows of it to itself.
    private static func importFile(port: Int) throws -> Data {
        let guids = (0..<count).map { CallRecIntGUID(String(format: "%016x", $0 + 1) + ":1:17c939e2202:-8000") }
        let scope = Scope.telephonyServer(ExampleCompany.headOffice)
        let settings = SampleCompany.settings(["http://127.0.0.1:\(port)/uk1/accounts/acme"])
        return try ExampleCompany(
            entries: guids.enumerated().map {
                IntegrationEntry(example: $1, scope, "Entry \($0)", settings: settings)
            },
            users: guids.enumerated().map { ExampleUser("user \($0)", scope: scope, recordingPlayback: $1) }
        ).importFile()
    }

    private static func setup(_ configure: @escaping @Sendable (inout ServiceConfiguration) -> Void) -> Setup {
        var setup = Setup()
        setup.configure = {
            // A machine that is busy with other tests is no reason to give up.
            $0.callLimits.wait = .seconds(600)
            $0.dubber.limits.firstByte = .seconds(600)
            $0.dubber.limits.total = nil
            $0.maximumAvailabilityWaitSeconds = 300
            $0.dubber.requestsPerDay = 1_000_000
            configure(&$0)
        }
        return setup
    }

    /// Asks for all of them at once.
    ///
    /// - Returns: how many rows came to each state, or requests to each status other than 200.
    private func askAll(
        _ service: ServiceUnderTest,
        meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> [String: Int] {
        // Each has a connection, of which both ends are here.
        var files = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        files.rlim_cur = files.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        try service.registry.importFile(Self.importFile(port: service.provider.port))
        return try await withThrowingTaskGroup(of: String?.self) { tasks in
            for number in 0..<Self.count {
                tasks.addTask {
                    let body = SampleRow.body([SampleRow()], user: "user \(number)")
                    let headers: [(name: String, value: String)] = [
                        ("Authorization", "Bearer \(ServiceUnderTest.reportToken)")
                    ]
                    let answer = try await service.client.sendRaw(
                        "POST",
                        "/v1/availability",
                        headers: headers,
                        body: body
                    )
                    guard answer.status == 200 else { return "\(answer.status)" }
                    return answer.text.firstMatch(of: #/"state":"(\w+)"/#).map { String($0.1) } ?? "none"
                }
            }
            tasks.addTask {
                try await meanwhile()
                return nil
            }
            return try await tasks.reduce(into: [:]) { counts, state in
                if let state { counts[state, default: 0] += 1 }
            }
        }
    }

    @Test("requests beyond those that are answered at once wait for their turn, and all are answered")
    func requests() async throws {
        try await ServiceUnderTest.run(Self.setup { _ in }) { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), on: .recordings))
            let states = try await askAll(service) {
                try await until(service.service.answersWaiting, is: 808)
                #expect(service.service.answersUnderWay == 192)
                // Another's request is not held up by one token's thousand.
                let other = try? await service.client.postAvailability("{}", token: ServiceUnderTest.adminToken)
                #expect(other?.status == 400)
                service.gate.open()
            }
            #expect(states == ["available": Self.count])
            #expect(service.counts.count(.recordings) == Self.count)
            #expect(service.service.answersUnderWay == 0 && service.service.answersWaiting == 0)
        }
    }

    @Test("questions with one key wait for their turn as long as it comes within the patience of a request")
    func questions() async throws {
        let setup = Self.setup {
            $0.maximumAvailabilityRequests = 2 * Self.count
            $0.dubber.requestsPerSecond = 300
        }
        try await ServiceUnderTest.run(setup) { service in
            let states = try await askAll(service)
            #expect(states == ["available": Self.count])
            #expect(service.counts.count(.recordings) == Self.count)
        }
    }

    @Test("who has waited long enough is told so, and asks again later")
    func patience() async throws {
        let setup = Self.setup {
            $0.maximumAvailabilityRequests = 1
            $0.maximumAvailabilityWaitSeconds = 1
        }
        try await ServiceUnderTest.run(setup) { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), on: .recordings))
            let body = SampleRow.body([SampleRow()])
            async let first = service.client.postAvailability(body).status
            try await until(service.service.answersUnderWay, is: 1)
            let second = try await service.client.postAvailability(body)
            #expect(second.status == 503 && second["Retry-After"] != nil)
            #expect(try second.problem.code == "overloaded")
            service.gate.open()
            #expect(try await first == 200)
            #expect(try await service.client.postAvailability(body).status == 200)
        }
    }
}
