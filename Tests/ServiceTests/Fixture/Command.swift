import Foundation
import Testing

/// A program of the machine's, run to its end.
enum Command {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
    }

    /// Runs a program found on the path; what it writes must be short.
    ///
    /// With an open input it waits for bytes that never come; else its input is empty.
    static func run(_ words: [String], hasOpenInput: Bool = false) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        let input = Pipe()
        defer { withExtendedLifetime(input) {} }
        if hasOpenInput { process.standardInput = input } else { process.standardInput = FileHandle.nullDevice }
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ended.yield(process.terminationStatus)
            ended.finish()
        }
        try process.run()
        var status: Int32 = -1
        for await end in ends { status = end }
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return Outcome(status: status, output: String(decoding: output, as: UTF8.self))
    }
}
