import Foundation
import Testing

/// The program as a process of its own, over a data directory that others use as well.
final class ResolverProcess: Sendable {
    private let process: Process
    let port: Int

    private init(process: Process, port: Int) {
        self.process = process
        self.port = port
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var number: Int32 { process.processIdentifier }

    /// The program that was built with these tests, which lies beside them.
    private static let program: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().path + "/playback-resolver"
    }()

    private static let environment = [
        "RESOLVER_EGRESS_ALLOW_PLAIN_HTTP": "true", "RESOLVER_EGRESS_ALLOW_PRIVATE_ADDRESSES": "true",
        "RESOLVER_DUBBER_LISTENER": "playback@acme.example", "RESOLVER_DUBBER_REQUESTS_PER_SECOND": "1000",
        "RESOLVER_LOG_LEVEL": "warning",
    ]

    private static func make(_ words: [String]) throws -> Process {
        try #require(FileManager.default.isExecutableFile(atPath: program), "the program is built with the tests")
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Starts a service, and waits until it listens.
    ///
    /// It may have `maximumFiles` descriptors, or as many as this process, and its log goes to the file `log`, if any.
    static func serve(
        _ folder: String,
        environment: [String: String] = [:],
        maximumFiles: Int? = nil,
        log: String? = nil
    ) async throws -> ResolverProcess {
        let process = try make(["serve", "--port", "0", "--data", folder])
        process.environment?.merge(environment) { $1 }
        if let maximumFiles {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                ["-c", "ulimit -n \(maximumFiles) && exec \"$0\" \"$@\"", program] + (process.arguments ?? [])
        }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        if let log {
            try Data().write(to: URL(filePath: log))
            process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
        }
        try process.run()
        let line = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var text = ""
                while !text.contains("\n") {
                    let bytes = output.fileHandleForReading.availableData
                    if bytes.isEmpty { break }
                    text += String(decoding: bytes, as: UTF8.self)
                }
                continuation.resume(returning: text)
            }
        }
        let port = line.split(separator: "\n").first.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
        guard let port else { throw NotStarted() }
        return ResolverProcess(process: process, port: port)
    }

    struct NotStarted: Error {}

    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs a command to its end, with the file `input` for its standard input, if any; what it says must be short.
    static func run(
        _ words: [String],
        environment: [String: String] = [:],
        input: String? = nil
    ) async throws -> Outcome {
        let process = try make(words)
        if let input { process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input)) }
        process.environment?.merge(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let said = (try? output.fileHandleForReading.readToEnd()) ?? Data()
                let complained = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
                process.waitUntilExit()
                continuation.resume(
                    returning: Outcome(
                        status: process.terminationStatus,
                        output: String(decoding: said, as: UTF8.self),
                        errors: String(decoding: complained, as: UTF8.self)
                    )
                )
            }
        }
    }

    func signal(_ signal: Int32) {
        kill(number, signal)
    }

    /// Ends it with a signal, and waits until it is gone.
    func end(_ signal: Int32) async {
        kill(number, signal)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [process] in
                process.waitUntilExit()
                continuation.resume()
            }
        }
    }
}
