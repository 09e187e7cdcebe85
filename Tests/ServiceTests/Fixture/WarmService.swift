import DubberSimulator
import Foundation
import Logging
import Testing

/// A running service whose recordings, of these sizes and a day apart, are all in the cache and verified.
enum WarmService {
    /// Runs it for as long as the body takes, and keeps what it logs.
    static func run(
        sizes: [Int64],
        over wire: Wire = .plain,
        configure: @escaping @Sendable (inout Setup) -> Void = { _ in },
        _ body: @Sendable (ServiceUnderTest, [AskedRecording], LogLines) async throws -> Void
    ) async throws {
        let lines = LogLines()
        let setup = setup(sizes, wire, configure)
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
            try await body(service, try await warmed(sizes, service), lines)
        }
    }

    /// Runs another one of the same recordings, which differ in nothing but their addresses.
    static func run(
        sizes: [Int64],
        over wire: Wire,
        of provider: RunningSimulator,
        configure: @escaping @Sendable (inout Setup) -> Void,
        _ body: @Sendable (ServiceUnderTest, [AskedRecording]) async throws -> Void
    ) async throws {
        try await ServiceUnderTest.run(setup(sizes, wire, configure), over: provider, in: DataFolder()) { service in
            try await body(service, try await warmed(sizes, service))
        }
    }

    private static func setup(
        _ sizes: [Int64],
        _ wire: Wire,
        _ configure: (inout Setup) -> Void
    ) -> Setup {
        var setup = Setup(
            first: sizes.enumerated().map { index, size in
                SampleCompany.recording(
                    index + 1,
                    minutesLater: Double(index) * -1_440,
                    audio: .generated(sizeBytes: size, seed: UInt64(index))
                )
            }
        )
        setup.wire = wire
        configure(&setup)
        return setup
    }

    private static func warmed(_ sizes: [Int64], _ service: ServiceUnderTest) async throws -> [AskedRecording] {
        var recordings: [AskedRecording] = []
        for (index, size) in sizes.enumerated() {
            let startTime = SampleCompany.callTime.addingTimeInterval(-86_400 * Double(index))
            let target = try await service.audioURL(for: SampleRow(index + 1, startTime: startTime))
            let answer = try await service.client.send("GET", target)
            try #require(answer.status == 200 && answer.bytes.count == size)
            recordings.append(
                AskedRecording(
                    target: target,
                    sizeBytes: size,
                    tag: answer["ETag"] ?? "",
                    modified: answer["Last-Modified"] ?? "",
                    truth: answer.bytes
                )
            )
        }
        return recordings
    }
}
