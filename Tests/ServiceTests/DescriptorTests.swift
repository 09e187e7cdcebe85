import Foundation
import Glibc
import TestSupport
import Testing

/// A process that has used up its descriptors.
@Suite("Descriptors used up", .timeLimit(.minutes(5)))
struct DescriptorTests {
    private static let maximumFiles = 120

    /// Connects without doing anything else; the system takes connections that nobody has accepted.
    private func connect(port: Int) throws -> CInt {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(socket >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
        return socket
    }

    private func openFiles(of process: ResolverProcess) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.number)/fd").count) ?? 0
    }

    @Test("Connections that find no descriptor wait, and are answered once others have gone; the log says so, once")
    func usedUp() async throws {
        let folder = try DataFolder()
        let log = folder.path + "/log"
        let process = try await ResolverProcess.serve(folder.path, maximumFiles: Self.maximumFiles, log: log)
        let health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        for _ in 0..<3 {
            var held = try (0..<Self.maximumFiles + 30).map { _ in try connect(port: process.port) }
            try await until(openFiles(of: process)) { $0 >= Self.maximumFiles }
            try await RawConnection.open(port: process.port) { waiting in
                try await waiting.write(health)
                #expect(openFiles(of: process) >= Self.maximumFiles)
                // Those that were accepted, and with them those that wait before this one.
                for socket in held { close(socket) }
                held = []
                #expect(try await waiting.readAnswer().status == 200)
            }
        }
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        #expect(lines.count { $0.contains("connections wait to be accepted") } >= 1)
        await process.end(SIGTERM)
    }
}
