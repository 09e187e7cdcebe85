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
        return try await test(entry, as: entry.callRecIntGUID.rawValue, isStored: true, context)
    }

    /// Tries an entry's hosts.
    ///
    /// - Parameters:
    ///   - entry: as it is, or as somebody is typing it.
    ///   - name: what is tried once at a time.
    ///   - isStored: whether the registry has it like this; playback goes on from what is learned of no other.
    ///   - context: for the log.
    /// - Returns: what came of it.
    /// - Throws: 409 while the same is tried, 503 while too many others are.
    func test(
        _ entry: IntegrationEntry,
        as name: String,
        isStored: Bool,
        _ context: ServiceRequestContext
    ) async throws -> Response {
        try underWay.begin(name)
        defer { underWay.end(name) }
        let start = ContinuousClock.now
        let testedAt = now()
        let test = await tester.testConnection(of: entry, isKept: isStored)
        let answer = ConnectionTestAnswer(
            test,
            of: entry,
            testedAt: testedAt,
            milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1))
        )
        context.logger.info(
            isStored ? "connection tested" : "connection tested before saving",
            metadata: ["entry": "\(entry.callRecIntGUID)", "outcome": "\(answer.outcome)"]
        )
        return try JSONAnswer.response(answer)
    }
}

/// The entries whose hosts are being tried: each once at a time, and not many at once, since each try spends quota.
final class TestsUnderWay: Sendable {
    static let maximumTests = 8

    private let entries = Mutex<Set<String>>([])

    /// Takes note of a test.
    ///
    /// - Throws: 409 while the same entry is tested, 503 while too many others are.
    func begin(_ entry: String) throws(Problem) {
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

    func end(_ entry: String) {
        entries.withLock { _ = $0.remove(entry) }
    }
}
