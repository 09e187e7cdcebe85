import Foundation
import Synchronization

/// How long somebody who asks for nothing dear waits while 16 connections ask for one dear thing each, over and over; for each kind of dear thing.
struct DearBench {
    static let usualSeconds = 4.0
    private static let connections = 16
    private static let target = Duration.milliseconds(50)
    private static let betweenProbes = 0.01
    private static let afterward = 0.3

    let seconds: Double
    /// A part of the name of the kinds that are tried; `nil` for all.
    let only: String?

    private struct Outcome {
        var waits: [Duration] = []
        var statuses: [Int: Int] = [:]
    }

    /// Starts a service in a process of its own, and prints a line for each kind.
    ///
    /// - Returns: whether the targets were reached.
    func run() throws -> Bool {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dear-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let output = Pipe()
        let service = Process()
        service.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        service.arguments = ["dear-service", folder]
        service.standardOutput = output
        try service.run()
        defer {
            service.terminate()
            service.waitUntilExit()
        }
        let line = output.fileHandleForReading.availableData
        let place = try JSONDecoder().decode(DearService.Place.self, from: line)
        let kinds = try DearRequests(place).all.filter { kind in only.map { kind.name.contains($0) } ?? true }
        var table = BenchTable()
        for kind in kinds {
            let outcome = measure(kind, port: place.port)
            let waits = outcome.waits.sorted()
            guard !waits.isEmpty else { continue }
            let (median, late, last) = (waits[waits.count / 2], waits[waits.count * 99 / 100], waits[waits.count - 1])
            let answers = outcome.statuses.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
            table.add(
                "/healthz beside \(kind.name)",
                target: "p99 < 50 ms",
                figure:
                    "p50 \(Self.text(median)) p99 \(Self.text(late)) max \(Self.text(last)); \(answers.joined(separator: ", "))",
                isReached: late < Self.target
            )
        }
        table.print()
        return table.isReached
    }

    private func measure(_ kind: DearRequests.Kind, port: Int) -> Outcome {
        let outcome = Mutex(Outcome())
        let end = ContinuousClock.now + .seconds(seconds)
        let threads = DispatchGroup()
        for _ in 0..<(kind.request.isEmpty ? 0 : Self.connections) {
            Self.thread(in: threads) {
                let connection = BenchConnection(port: port)
                while ContinuousClock.now < end {
                    let status = (try? connection.ask(kind.request))?.status ?? 0
                    if status == 0 { connection.disconnect() }
                    outcome.withLock { $0.statuses[status, default: 0] += 1 }
                }
            }
        }
        Self.thread(in: threads) {
            let connection = BenchConnection(port: port)
            let request = Array("GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n".utf8)
            while ContinuousClock.now < end {
                guard let answer = try? connection.ask(request) else { continue }
                outcome.withLock { $0.waits.append(answer.took) }
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

    private static func text(_ duration: Duration) -> String {
        String(format: "%.1f", duration / .milliseconds(1))
    }
}
