import Foundation

/// Programs of the machine's that tests use where they are installed, and never need.
enum Tool {
    /// Where a program lies on the path; `nil` where it is not installed.
    static func path(_ name: String) -> String? {
        let listed = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { String($0) }
        return (listed + ["/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    static func isInstalled(_ name: String) -> Bool { path(name) != nil }

    /// Whether all of some libraries for Java are installed, and Java.
    static func hasJava(_ libraries: [String] = []) -> Bool {
        isInstalled("java") && libraries.allSatisfy { FileManager.default.fileExists(atPath: java(library: $0)) }
    }

    static func java(library: String) -> String { "/usr/share/java/\(library).jar" }

    /// Runs a server for as long as the body takes.
    ///
    /// - Parameters:
    ///   - name: of the program.
    ///   - arguments: with which it stays in the foreground.
    ///   - body: waits for it itself.
    /// - Throws: what the body throws.
    static func serve(_ name: String, _ arguments: [String], _ body: () async throws -> Void) async throws {
        let process = Process()
        process.executableURL = URL(filePath: path(name) ?? name)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in ended.finish() }
        try process.run()
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body())
        } catch {
            outcome = .failure(error)
        }
        // Nothing that it has is kept, and some are started with other signals held back.
        kill(process.processIdentifier, SIGKILL)
        for await _ in ends {}
        try outcome.get()
    }
}
