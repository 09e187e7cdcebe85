import Dubber
import DubberSimulator
import Foundation
import Service
import Synchronization
import Testing

/// Two running services for a whole suite, without TLS and with it, with a recording of its own for each test: for tests that leave everything else
/// alone.
struct SharedService: Sendable {
    /// More than the tests of one suite take of one service.
    static let recordingCount = 450
    private static let minutesApart = 1_440.0

    @TaskLocal static var current: SharedService?

    private final class Counter: Sendable {
        private let taken = Atomic<Int>(0)

        func next() -> Int { taken.add(1, ordering: .relaxed).newValue }
    }

    private let plain: ServiceUnderTest
    private let secure: ServiceUnderTest
    private let takenOfPlain = Counter()
    private let takenOfSecure = Counter()

    fileprivate init(plain: ServiceUnderTest, secure: ServiceUnderTest) {
        self.plain = plain
        self.secure = secure
    }

    /// The service that is reached in this way.
    func service(over wire: Wire) -> ServiceUnderTest {
        wire.isSecure ? secure.reached(over: wire) : plain
    }

    /// A recording of that service that no other test has played: its number, and the row of its call.
    func nextRecording(over wire: Wire) -> (number: Int, row: SampleRow) {
        let number = (wire.isSecure ? takenOfSecure : takenOfPlain).next()
        precondition(number <= Self.recordingCount, "the suite takes more recordings than there are")
        let startTime = SampleCompany.callTime.addingTimeInterval(-60 * Self.minutesApart * Double(number))
        return (number, SampleRow(number, startTime: startTime))
    }

    fileprivate static func run(_ body: @Sendable () async throws -> Void) async throws {
        // A day apart, so that the search for one of them weighs few others.
        let recordings = (1...recordingCount).map {
            SampleCompany.recording($0, minutesLater: Double($0) * -minutesApart, lifetimeDays: 2 * recordingCount)
        }
        var setup = Setup(first: recordings)
        setup.configure = {
            $0.dubber.pageSize = 500
            // All tests of the suite listen at once, as one user.
            $0.maximumPlaybacksPerUser = 0
        }
        var secureSetup = setup
        secureSetup.wire = .http2
        let folders = (try DataFolder(), try DataFolder())
        try await RunningSimulator.run(setup) { [setup, secureSetup] provider in
            try await ServiceUnderTest.run(setup, over: provider, in: folders.0) { plain in
                try await ServiceUnderTest.run(secureSetup, over: provider, in: folders.1) { secure in
                    let shared = SharedService(plain: plain, secure: secure)
                    try await $current.withValue(shared) { try await body() }
                }
            }
        }
    }

    struct Scope: SuiteTrait, TestScoping {
        let isRecursive = false

        func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @Sendable () async throws -> Void
        ) async throws {
            try await SharedService.run(function)
        }
    }
}

extension Trait where Self == SharedService.Scope {
    /// Runs one service without TLS and one with it for all tests of the suite.
    static var sharedService: Self { Self() }
}
