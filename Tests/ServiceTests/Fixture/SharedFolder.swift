import DubberSimulator
import Foundation
import NIOCore
import Recordings
import Registry
import Service
import TestSupport
import Testing
import Transport

/// A data directory with the sample registry, over which processes are started, and a simulator for all of them.
struct SharedFolder: Sendable {
    static let setup = Setup(
        first: (1...recordings).map { number in
            SampleCompany.recording(number, audio: .generated(sizeBytes: sizeBytes, seed: UInt64(number)))
        }
    )
    static let recordings = 6
    static let sizeBytes: Int64 = 300_000

    let provider: RunningSimulator
    let folder: DataFolder
    let http: HTTPClient

    static func run(_ body: @Sendable (SharedFolder) async throws -> Void) async throws {
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let registry = try Registry.open(directory: URL(filePath: folder.path), logger: RunningSimulator.quiet)
            try registry.importFile(SampleCompany.importFile(port: provider.port))
            try registry.ensureToken(name: "report", role: .report, secret: Secret(ServiceUnderTest.reportToken))
            try registry.ensureToken(name: "admin", role: .admin, secret: Secret(ServiceUnderTest.adminToken))
            registry.close()
            let http = try HTTPClient(configuration: .forLoopback, logger: RunningSimulator.quiet)
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(SharedFolder(provider: provider, folder: folder, http: http)))
            } catch {
                outcome = .failure(error)
            }
            await http.shutdown()
            try outcome.get()
        }
    }

    func truth(_ number: Int) throws -> [UInt8] {
        let content = try AudioContent(
            .generated(sizeBytes: Self.sizeBytes, seed: UInt64(number)),
            examples: ExampleRecordings()
        )
        return Array(content.bytes(in: 0..<Self.sizeBytes).readableBytesView)
    }

    func client(_ process: ResolverProcess) -> ServiceClient {
        ServiceClient(http: http, port: process.port)
    }

    /// Plays a recording's whole, which must be right.
    @discardableResult
    func play(
        _ number: Int,
        from process: ResolverProcess,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ServiceClient.Answer {
        let client = client(process)
        let result = try await client.availability([SampleRow(number)]).first
        let url = try #require(result?.recordings.first?.audioURL, sourceLocation: sourceLocation)
        let answer = try await client.send("GET", url)
        #expect(answer.status == 200, sourceLocation: sourceLocation)
        #expect(answer.bytes == (try truth(number)), "recording \(number)", sourceLocation: sourceLocation)
        return answer
    }

    /// The words of `explain` for a call.
    func explanation(_ number: Int, probe: String) -> [String] {
        [
            "explain", "--user", "supervisor", "--telsys", "\(SampleCompany.headOffice)", "--start",
            SampleCompany.callTime.formatted(.iso8601), "--call-id", "callhalf-\(number):0", "--probe", probe, "--data",
            folder.path,
        ]
    }

    /// What stands in the directory once all that was fetched is noted.
    func settled(_ process: ResolverProcess) async throws -> [String: String] {
        try await until(try await client(process).cacheTotals) { $0.flights == 0 }
        var (last, next) = (try standing(), try standing())
        while last != next { (last, next) = (next, try standing()) }
        return next
    }

    /// What tells whether anything in the directory was touched: each file's inode, size and bytes, but for what SQLite shares among processes.
    func standing() throws -> [String: String] {
        var standing: [String: String] = [:]
        let files = FileManager.default
        for name in try files.subpathsOfDirectory(atPath: folder.path) where !name.hasSuffix("-shm") {
            let path = folder.path + "/" + name
            let attributes = try files.attributesOfItem(atPath: path)
            let bytes = files.contents(atPath: path)?.hashValue ?? 0
            standing[name] = "\(attributes[.systemFileNumber] ?? "") \(attributes[.size] ?? "") \(bytes)"
        }
        return standing
    }
}
