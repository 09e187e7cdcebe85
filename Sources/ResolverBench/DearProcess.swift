import Foundation

/// The process that ``DearService`` runs in; it ends with this one, however that ends.
final class DearProcess {
    enum Failure: Error {
        /// It ended, or took too long, before it told where it listens.
        case notStarted
    }

    /// How long its registry and audit may take to be made.
    private static let patienceSeconds = 300.0

    private let process = Process()
    private let output = Pipe()
    /// Never written to: that it closes tells the process that nobody measures any more.
    private let input = Pipe()

    func start(folder: String) throws {
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["dear-service", folder]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
    }

    /// Waits for where it listens.
    func place() throws -> DearService.Place {
        let deadline = Date(timeIntervalSinceNow: Self.patienceSeconds)
        let handle = output.fileHandleForReading
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            var descriptor = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let left = deadline.timeIntervalSinceNow
            guard left > 0, poll(&descriptor, 1, CInt(left * 1_000)) > 0 else { throw Failure.notStarted }
            let more = handle.availableData
            guard !more.isEmpty else { throw Failure.notStarted }
            line += more
        }
        return try JSONDecoder().decode(DearService.Place.self, from: line)
    }

    func stop() {
        // Nothing that it has is kept, and a service that does not answer any more ends all the same.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
