import Foundation

/// Many listeners who ask one server for a whole recording at once, and throw away what comes: they take as little of the machine as listeners can.
struct CrowdBench {
    /// Bytes that are thrown away at once, without being copied first.
    private static let discardedBytes = 4 << 20
    /// How long nothing may come.
    private static let patienceMilliseconds: Int32 = 30_000

    private struct Listener {
        let socket: CInt
        let askedAt: ContinuousClock.Instant
        /// Until the first byte of the answer.
        var waited: Duration?
        var headBytes: Int?
        var receivedBytes = 0
    }

    private enum Failure: Error {
        case notConnected
        case silence
    }

    let port: UInt16
    let target: String
    let listeners: Int
    let sizeBytes: Int

    /// Reads the words `PORT TARGET LISTENERS BYTES`.
    init?(_ words: some Collection<String>) {
        let words = Array(words)
        guard words.count == 4, let port = UInt16(words[0]), let listeners = Int(words[2]), listeners > 0,
            let sizeBytes = Int(words[3])
        else { return nil }
        (self.port, target, self.listeners, self.sizeBytes) = (port, words[1], listeners, sizeBytes)
    }

    /// Prints as JSON how long all took and when each had its first byte, in milliseconds, and how many got the whole.
    func run() throws {
        let start = ContinuousClock.now
        var crowd = try (0..<listeners).map { _ in try ask() }
        var sockets = crowd.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        var open = listeners
        while open > 0 {
            guard poll(&sockets, nfds_t(sockets.count), Self.patienceMilliseconds) > 0 else { throw Failure.silence }
            for number in sockets.indices where sockets[number].revents != 0 && receive(&crowd[number]) {
                close(crowd[number].socket)
                // Passed over from now on.
                sockets[number].fd = -1
                open -= 1
            }
        }
        let waits = crowd.map { ($0.waited ?? .zero) / .milliseconds(1) }.sorted()
        let whole = crowd.count { $0.receivedBytes - ($0.headBytes ?? 0) == sizeBytes }
        print(
            #"{"wallMilliseconds":\#((ContinuousClock.now - start) / .milliseconds(1)),"#
                + #""firstByteP50":\#(waits[waits.count / 2]),"firstByteP99":\#(waits[waits.count * 99 / 100]),"whole":\#(whole)}"#
        )
    }

    private func ask() throws -> Listener {
        let socket = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let askedAt = ContinuousClock.now
        let isConnected = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(socket, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = Array("GET \(target) HTTP/1.1\r\nHost: bench\r\n\r\n".utf8)
        guard isConnected == 0, send(socket, request, request.count, 0) == request.count,
            fcntl(socket, F_SETFL, O_NONBLOCK) == 0
        else { throw Failure.notConnected }
        return Listener(socket: socket, askedAt: askedAt)
    }

    /// Takes what has come.
    ///
    /// - Returns: whether that was the end.
    private func receive(_ listener: inout Listener) -> Bool {
        let count: Int
        if listener.headBytes == nil {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            count = recv(listener.socket, &bytes, bytes.count, 0)
            if count > 0 {
                listener.waited = listener.waited ?? ContinuousClock.now - listener.askedAt
                listener.headBytes = bytes[..<count].firstRange(of: Array("\r\n\r\n".utf8))
                    .map { listener.receivedBytes + $0.upperBound }
            }
        } else {
            count = recv(listener.socket, nil, Self.discardedBytes, CInt(MSG_TRUNC))
        }
        if count > 0 { listener.receivedBytes += count }
        return count == 0 || listener.receivedBytes - (listener.headBytes ?? 0) >= sizeBytes
    }
}
