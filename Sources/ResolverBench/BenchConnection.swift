import Foundation

/// One HTTP/1.1 connection to this machine, asked one request after another by a thread that waits.
final class BenchConnection {
    enum Failure: Error {
        case notConnected
        case brokenOff
    }

    struct Answer {
        let status: Int
        let body: [UInt8]
        let took: Duration
    }

    private static let bufferBytes = 256 << 10

    private let port: UInt16
    private let patienceSeconds: Int
    private var socket: CInt?
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)

    /// - Parameters:
    ///   - port: of the server.
    ///   - patienceSeconds: how long the server may take nothing, or give nothing, before it counts as one that does not answer.
    init(port: Int, patienceSeconds: Int = 60) {
        self.port = UInt16(port)
        self.patienceSeconds = patienceSeconds
    }

    deinit { disconnect() }

    /// Sends a request, connecting where needed, and reads its whole answer.
    func ask(_ request: [UInt8]) throws -> Answer {
        let start = ContinuousClock.now
        let socket = try socket ?? connect()
        // A server that refuses a body early may close while it is sent; what it says can be read all the same.
        _ = send(request, on: socket)
        var received: [UInt8] = []
        var head: Range<Int>?
        while head == nil {
            try receive(&received, on: socket)
            head = received.firstRange(of: Array("\r\n\r\n".utf8))
        }
        guard let end = head?.upperBound else { throw Failure.brokenOff }
        let lines = String(decoding: received[..<end], as: UTF8.self).lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }.flatMap {
            Int($0.dropFirst(15).filter(\.isNumber))
        }
        if let length {
            while received.count < end + length { try receive(&received, on: socket) }
        } else {
            while !received.suffix(5).elementsEqual("0\r\n\r\n".utf8) { try receive(&received, on: socket) }
        }
        if lines.contains("connection: close") { disconnect() }
        let status = lines.first.flatMap { Int($0.dropFirst(9).prefix(3)) } ?? 0
        return Answer(status: status, body: Array(received[end...]), took: ContinuousClock.now - start)
    }

    func disconnect() {
        if let socket { close(socket) }
        socket = nil
    }

    private func connect() throws -> CInt {
        let descriptor = Foundation.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                Foundation.connect(descriptor, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard isConnected == 0 else {
            close(descriptor)
            throw Failure.notConnected
        }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        socket = descriptor
        return descriptor
    }

    private func send(_ bytes: [UInt8], on socket: CInt) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Foundation.send(
                    socket,
                    bytes.baseAddress?.advanced(by: sent),
                    bytes.count - sent,
                    CInt(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func receive(_ received: inout [UInt8], on socket: CInt) throws {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else {
            disconnect()
            throw Failure.brokenOff
        }
        received += buffer[..<count]
    }
}
