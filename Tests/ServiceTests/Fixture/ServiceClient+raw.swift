import Testing

extension ServiceClient {
    /// Sends a request on a connection of its own and takes its answer as it is: redirects are not followed.
    func sendRaw(
        _ method: String = "GET",
        _ target: String,
        headers: [(name: String, value: String)] = [],
        body: String = "",
        preamble: [UInt8] = []
    ) async throws -> RawConnection.Answer {
        var answer: RawConnection.Answer?
        try await RawConnection.open(port: port, preamble: preamble) { connection in
            var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
            for header in headers { head += "\(header.name): \(header.value)\r\n" }
            try await connection.write(head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
            answer = try await connection.readAnswer(hasBody: method != "HEAD")
        }
        return try #require(answer)
    }
}

extension RawConnection.Answer {
    var text: String { String(decoding: body, as: UTF8.self) }
}
