import Foundation
import Synchronization

/// How long somebody who asks for nothing dear waits while 16 connections ask for one dear thing each, over and over; for each kind of dear thing.
struct DearBench {
    static let usualSeconds = 4.0
    private static let connections = 16
    private static let target = Duration.milliseconds(50)
    private static let betweenProbes = 0.01
    private static let afterward = 0.3
    /// How long a request may wait, so that the measuring ends whatever the service does.
    private static let patienceSeconds = 10

    let seconds: Double
    /// A part of the name of the kinds that are tried; `nil` for all.
    let only: String?

    private struct Outcome {
        var waits: [Duration] = []
        /// Of `/healthz`, without an answer.
        var failures = 0
        /// Of the dear requests; 0 where none came.
        var statuses: [Int: Int] = [:]

        var isReached: Bool { failures == 0 && !waits.isEmpty && wait(99) < DearBench.target }

        /// What so many of a hundred waited for at the most.
        private func wait(_ hundredths: Int) -> Duration {
            waits.sorted()[min(waits.count - 1, waits.count * hundredths / 100)]
        }

        var text: String {
            let answers = statuses.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
            let missing = failures > 0 ? ", \(failures) not answered" : ""
            guard !waits.isEmpty else { return "no answer\(missing)" }
            let figures = [50, 99, 100].map { String(format: "%.1f", wait($0) / .milliseconds(1)) }
            return "p50 \(figures[0]) p99 \(figures[1]) max \(figures[2]) of \(waits.count)\(missing); "
                + answers.joined(separator: ", ")
        }
    }

    /// Starts a service in a process of its own, and prints a line for each kind as soon as it is known, and at the end how many reached the target.
    ///
    /// - Returns: whether all did.
    func run() throws -> Bool {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dear-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let service = DearProcess()
        try service.start(folder: folder)
        defer { service.stop() }
        let place = try service.place()
        let kinds = try DearRequests(place).all.filter { kind in only.map { kind.name.contains($0) } ?? true }
        Self.say(
            "\(kinds.count) kinds of dear requests, \(Self.connections) at once, \(seconds) s each; "
                + "/healthz beside them, in ms, wanted p99 < 50:"
        )
        var reached = 0
        for kind in kinds {
            let outcome = measure(kind, port: place.port)
            reached += outcome.isReached ? 1 : 0
            Self.say("\(outcome.isReached ? "reached    " : "NOT REACHED") \(kind.name): \(outcome.text)")
        }
        Self.say("\(reached) of \(kinds.count) reached")
        return reached == kinds.count
    }

    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private func measure(_ kind: DearRequests.Kind, port: Int) -> Outcome {
        let outcome = Mutex(Outcome())
        let end = ContinuousClock.now + .seconds(seconds)
        let threads = DispatchGroup()
        for _ in 0..<(kind.request.isEmpty ? 0 : Self.connections) {
            Self.thread(in: threads) {
                let connection = BenchConnection(port: port, patienceSeconds: Self.patienceSeconds)
                while ContinuousClock.now < end {
                    let status = (try? connection.ask(kind.request))?.status ?? 0
                    if status == 0 { connection.disconnect() }
                    outcome.withLock { $0.statuses[status, default: 0] += 1 }
                }
            }
        }
        Self.thread(in: threads) {
            let connection = BenchConnection(port: port, patienceSeconds: Self.patienceSeconds)
            let request = Array("GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n".utf8)
            while ContinuousClock.now < end {
                if let answer = try? connection.ask(request), answer.status == 200 {
                    outcome.withLock { $0.waits.append(answer.took) }
                } else {
                    connection.disconnect()
                    outcome.withLock { $0.failures += 1 }
                }
                Thread.sleep(forTimeInterval: Self.betweenProbes)
            }
        }
        threads.wait()
        Thread.sleep(forTimeInterval: Self.afterward)
        return outcome.withLock { $0 }
    }

    private static func thread(in group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        Thread {
            body()
            group.leave()
        }
        .start()
    }
}
