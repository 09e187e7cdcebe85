import Foundation
import Synchronization
import TestSupport

/// A server of one's own, in a temporary folder: made anew for a test, and gone with it, or with this process.
final class PostgresServer: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// How often, and how long after each other, it is looked whether a server answers that was started: half a minute in all.
    private static let (looks, lookMicroseconds): (Int, UInt32) = (600, 50_000)

    let folder: URL
    let port: Int
    /// The server, and who watches that it is not left alone.
    private let running = Mutex<(server: Process, watch: Process)?>(nil)

    /// - Parameters:
    ///   - settings: lines of `postgresql.conf`.
    ///   - access: lines of `pg_hba.conf` before the one that lets everybody in.
    ///   - encoding: that databases are made with.
    /// - Throws: what keeps it from being made.
    init(_ settings: [String] = [], access: [String] = [], encoding: String = "UTF8") throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "pg-\(UUID().uuidString.prefix(8))")
        port = try FreeTCPPort.find()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", folder.path]) }
        try Self.asServer(
            "initdb",
            ["-D", data, "-U", "postgres", "-A", "trust", "-E", encoding, "--locale=C", "--no-sync"]
        )
        let own =
            ["listen_addresses = '127.0.0.1'", "port = \(port)", "unix_socket_directories = '\(folder.path)'"]
            + ["fsync = off", "jit = off", "shared_buffers = '16MB'", "log_min_messages = fatal"] + settings
        try Self.write(own.joined(separator: "\n") + "\n", to: "\(data)/postgresql.auto.conf")
        let lines = access + ["local all all trust", "host all all 127.0.0.1/32 trust"]
        try Self.write(lines.joined(separator: "\n") + "\n", to: "\(data)/pg_hba.conf")
        try start()
    }

    deinit {
        stop(by: SIGQUIT)
        try? FileManager.default.removeItem(at: folder)
    }

    private var data: String { folder.appending(path: "data").path }

    func url(user: String = "postgres", database: String = "postgres") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)"
    }

    // MARK: Running

    /// Starts the server, and waits until it answers.
    ///
    /// A shell ends it when this process is not there any more.
    func start() throws {
        let command = Self.prefix + ["\(Self.programs)/postgres", "-D", data, "-r", "\(folder.path)/log"]
        let server = Self.process(command[0], Array(command.dropFirst()))
        try server.run()
        let watch = "while kill -0 \(getpid()) && kill -0 \(server.processIdentifier); do sleep 0.5; done"
        let shell = Self.process("/bin/sh", ["-c", "\(watch); kill -QUIT \(server.processIdentifier)"])
        try shell.run()
        running.withLock { $0 = (server, shell) }
        for _ in 0..<Self.looks {
            let look = try? Self.run("\(Self.programs)/pg_isready", ["-q", "-h", folder.path, "-p", "\(port)"])
            guard look == nil else { return }
            usleep(Self.lookMicroseconds)
        }
        let log = try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
        throw Failed(description: "the server does not start: \(log ?? "")")
    }

    /// Ends the server by a signal, and waits until it is gone.
    func stop(by signal: Int32 = SIGINT) {
        running.withLock { running in
            guard let (server, watch) = running else { return }
            kill(server.processIdentifier, signal)
            server.waitUntilExit()
            watch.terminate()
            watch.waitUntilExit()
            running = nil
        }
    }

    func restart() throws {
        stop()
        try start()
    }

    /// Sends the postmaster a signal.
    func send(_ signal: Int32) {
        if let process { kill(process, signal) }
    }

    /// Stops all of its processes, as a machine that swaps does, or lets them go on.
    func freeze(_ isFrozen: Bool) {
        guard let process else { return }
        _ = try? Self.run("/usr/bin/pkill", [isFrozen ? "-STOP" : "-CONT", "-P", "\(process)"])
        kill(process, isFrozen ? SIGSTOP : SIGCONT)
    }

    private var process: Int32? { running.withLock { $0?.server.processIdentifier } }

    /// Executes SQL by PostgreSQL's own program.
    @discardableResult
    func sql(_ text: String) throws -> String {
        try Self.run(
            "\(Self.programs)/psql",
            ["-h", folder.path, "-p", "\(port)", "-U", "postgres", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text]
        )
    }

    /// Waits until a statement with these words is under way.
    ///
    /// - Returns: the process that executes it.
    @discardableResult
    func process(asked words: String) throws -> Int32 {
        while true {
            let pid = try sql(
                """
                SELECT pid FROM pg_stat_activity
                WHERE query LIKE '%\(words)%' AND state = 'active' AND pid <> pg_backend_pid()
                """
            )
            if let pid = Int32(pid.trimmingCharacters(in: .newlines)) { return pid }
        }
    }

    /// Gives the server a file that only it may read.
    func add(_ file: URL) throws {
        let place = "\(data)/\(file.lastPathComponent)"
        try FileManager.default.copyItem(atPath: file.path, toPath: place)
        try Self.run("/bin/chmod", ["600", place])
        if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", place]) }
    }

    // MARK: Programs

    /// Where Debian has the programs of the newest version.
    private static let programs: String = {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        return "\(root)/\(versions.max() ?? 15)/bin"
    }()

    /// The server refuses to run as root.
    private static var prefix: [String] {
        getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
    }

    private static func asServer(_ program: String, _ arguments: [String]) throws {
        let command = prefix + ["\(programs)/\(program)"] + arguments
        try run(command[0], Array(command.dropFirst()))
    }

    private static func process(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = URL(filePath: "/")
        return process
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = FileHandle(forWritingAtPath: path) else { throw Failed(description: "no \(path)") }
        file.truncateFile(atOffset: 0)
        file.write(Data(text.utf8))
        file.closeFile()
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = process(program, arguments)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(description: "\(program): \(text)") }
        return text
    }
}
