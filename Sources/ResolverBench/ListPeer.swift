import Foundation
import Synchronization

/// A provider that has one account with a long list, in a process of its own, so that what it costs is not the service's.
struct ListPeer: Sendable {
    private static let longestRequestBytes = 16 << 10

    let list: LongList

    /// Reads the words `COUNT END`.
    init?(_ words: some Collection<String>) {
        let words = Array(words)
        guard words.count == 2, let count = Int(words[0]), count > 0, let end = Int(words[1]) else { return nil }
        list = LongList(count: count, end: end)
    }

    /// Prints the port, and serves until standard input ends.
    func run() {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { address in
                guard let base = address.baseAddress else { return false }
                return bind(listener, base, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, base, &length) == 0
            }
        }
        guard isListening else { return }
        FileHandle.standardOutput.write(Data("\(UInt16(bigEndian: address.sin_port))\n".utf8))
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { serve(connection) }
            }
        }
        while readLine() != nil {}
    }

    private func serve(_ connection: CInt) {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while received.count < Self.longestRequestBytes {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
            while let head = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let text = String(decoding: received[..<head.lowerBound], as: UTF8.self)
                let bodyBytes = Self.contentLength(text)
                guard received.count >= head.upperBound + bodyBytes else { break }
                received.removeFirst(head.upperBound + bodyBytes)
                send(answer(String(text.prefix { $0 != "\r\n" })), on: connection)
            }
        }
        close(connection)
    }

    private static func contentLength(_ head: String) -> Int {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        return line.flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) } ?? 0
    }

    private func answer(_ requestLine: String) -> String {
        guard let target = requestLine.split(separator: " ").dropFirst().first, !target.contains("/token") else {
            return #"{"access_token":"bench","token_type":"bearer","expires_in":86400,"refresh_token":"bench-r"}"#
        }
        var fields: [Substring: Substring] = [:]
        for field in target.split(separator: "?").dropFirst().first?.split(separator: "&") ?? [] {
            let parts = field.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        let size = fields["count"].flatMap { Int($0) } ?? 100
        let first = fields["before_id"].flatMap { list.number(of: $0) }.map { $0 + 1 } ?? 0
        var numbers = Array(first..<max(first, min(first + size, list.count)))
        if let number = fields["number"]?.removingPercentEncoding, number != LongList.mainNumber {
            let only = Int(number.dropFirst(5)).map { $0 - 10_000_000 } ?? -1
            numbers = (first..<list.count).contains(only) ? [only] : []
        }
        let dates = ListDates()
        return "{\"recordings\":[" + numbers.map { list.item($0, dates: dates) }.joined(separator: ",") + "]}"
    }

    private func send(_ body: String, on connection: CInt) {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        var bytes = Array((head + body).utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
