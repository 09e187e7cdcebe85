import Dubber
import DubberSimulator
import Foundation
import Service
import Synchronization
import Testing

/// One running service for a whole suite, with a recording of its own for each test: for tests that leave everything else alone.
struct SharedService: Sendable {
    /// More than the tests of one suite take.
    static let recordingCount = 450
    private static let minutesApart = 1_440.0

    @TaskLocal static var current: SharedService?

    private final class Counter: Sendable {
        private let taken = Atomic<Int>(0)

        func next() -> Int { taken.add(1, ordering: .relaxed).newValue }
    }

    let service: ServiceUnderTest
    private let counter = Counter()

    /// A recording that no other test has played: its number, and the row of its call.
    func nextRecording() -> (number: Int, row: SampleRow) {
        let number = counter.next()
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
        try await ServiceUnderTest.run(setup) { service in
            try await $current.withValue(SharedService(service: service)) { try await body() }
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
    /// Runs one service for all tests of the suite.
    static var sharedService: Self { Self() }
}
