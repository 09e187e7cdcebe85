internal import Foundation
internal import Hummingbird
internal import Logging
internal import Recordings
internal import Registry
internal import Synchronization

/// `POST /v1/debug/entries/{CallRecIntGUID}/test`: tries an entry's hosts; for administrators.
struct ConnectionTestRoute: Sendable {
    let registry: Registry
    let tester: any ConnectionTester
    let now: @Sendable () -> Date
    let underWay = TestsUnderWay()

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .post,
                "/v1/debug/entries/{entry}/test",
                "Tries an entry's hosts: token, profile, one list call, one recording.",
                for: .role(.admin, reach: .scope)
            )
        ) { _, context, _ in try await test(context) }
    }

    private func test(_ context: ServiceRequestContext) async throws -> Response {
        // Browsers escape a GUID's colons, others need not.
        let guid = context.parameters.get("entry")?.removingPercentEncoding.map { CallRecIntGUID($0) }
        guard let entry = guid.flatMap({ registry.snapshot.entries[$0] }) else { throw Problem.entryUnknown }
        try context.known.check(entry)
        try underWay.begin(entry.callRecIntGUID)
        defer { underWay.end(entry.callRecIntGUID) }
        let start = ContinuousClock.now
        let testedAt = now()
        let test = await tester.testConnection(of: entry)
        let answer = ConnectionTestAnswer(
            test,
            of: entry,
            testedAt: testedAt,
            milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1))
        )
        context.logger.info(
            "connection tested",
            metadata: ["entry": "\(entry.callRecIntGUID)", "outcome": "\(answer.outcome)"]
        )
        return try JSONAnswer.response(answer)
    }
}

/// The entries whose hosts are being tried: each once at a time, and not many at once, since each try spends quota.
final class TestsUnderWay: Sendable {
    static let maximumTests = 8

    private let entries = Mutex<Set<CallRecIntGUID>>([])

    /// Takes note of a test.
    ///
    /// - Throws: 409 while the same entry is tested, 503 while too many others are.
    func begin(_ entry: CallRecIntGUID) throws(Problem) {
        let (isFirst, hasRoom) = entries.withLock { entries in
            guard !entries.contains(entry) else { return (false, true) }
            guard entries.count < Self.maximumTests else { return (true, false) }
            entries.insert(entry)
            return (true, true)
        }
        guard isFirst else {
            throw Problem(
                status: 409,
                code: "testUnderWay",
                title: "Test under way",
                detail: "The connection of this entry is being tested already.",
                isRetryable: true,
                retryAfterSeconds: 5
            )
        }
        guard hasRoom else {
            throw Problem(
                status: 503,
                code: "tooManyTests",
                title: "Too many tests",
                detail: "\(Self.maximumTests) other entries are being tested at the moment.",
                isRetryable: true,
                retryAfterSeconds: 5
            )
        }
    }

    func end(_ entry: CallRecIntGUID) {
        entries.withLock { _ = $0.remove(entry) }
    }
}
