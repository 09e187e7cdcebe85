import Dubber
import DubberSimulator
import Service
import Synchronization
import Testing

/// One running service for a whole suite, with a recording of its own for each test: for tests that leave everything else alone.
struct SharedService: Sendable {
    /// More than the tests of one suite take.
    static let recordingCount = 450

    @TaskLocal static var current: SharedService?

    private final class Counter: Sendable {
        private let taken = Atomic<Int>(0)

        func next() -> Int { taken.add(1, ordering: .relaxed).newValue }
    }

    let service: ServiceUnderTest
    private let counter = Counter()

    /// A recording that no other test has played.
    func nextRecording() -> Int {
        let number = counter.next()
        precondition(number <= Self.recordingCount, "the suite takes more recordings than there are")
        return number
    }

    fileprivate static func run(_ body: @Sendable () async throws -> Void) async throws {
        var setup = Setup(first: (1...recordingCount).map { SampleCompany.recording($0) })
        setup.configure = { $0.dubber.pageSize = 500 }
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
