import Testing
import Transport

struct HeadReaderTests {
    /// What reading the lines ends with: the head's status and fields, a failure's reason, or `more`.
    func read(_ lines: [String], maximumBytes: Int = 1000, maximumFields: Int = 10) -> String {
        var reader = HeadReader(maximumBytes: maximumBytes, maximumFields: maximumFields)
        for line in lines {
            switch Array((line + "\r\n").utf8).withUnsafeBytes({ reader.take($0) }) {
            case .more: continue
            case .failure(let error): return error.reason
            case .head(let head):
                return "\(head.status) " + head.headers.fields.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
            }
        }
        return "more"
    }

    @Test(arguments: [
        (["HTTP/1.1 206 Partial Content", "A: b", "C:d", ""], "206 A=b|C=d"),
        (["HTTP/2 200 ", "etag: \"v:1\"", ""], "200 etag=\"v:1\""),
        (["HTTP/1.1 200", "A:  b \t", "E:", ""], "200 A=b|E="),
        (["HTTP/1.1 100 Continue", "", "HTTP/1.1 103 x", "L: m", "", "HTTP/1.1 404 x", ""], "404 "),
        (["HTTP/1.1 200 OK", "A: b"], "more"),
        (["HTTP/1.1 101 Switching Protocols", ""], "protocolViolation"),
        (["ICY 200 OK", ""], "protocolViolation"),
        (["HTTP/1.1 2000 OK", ""], "protocolViolation"),
        (["HTTP/1.1 099 OK", ""], "protocolViolation"),
        (["HTTP/1.1 200 OK", "A", ""], "protocolViolation"),
        (["HTTP/1.1 200 OK", ": b", ""], "protocolViolation"),
        (["HTTP/1.1 200 OK", "A : b", ""], "protocolViolation"),
        (["HTTP/1.1 200 OK", "A: b", " c: d", "\tf ", "E: g", ""], "200 A=b c: d f|E=g"),
        (["HTTP/1.1 200 OK", "A:", " b", " ", ""], "200 A=b"),
        (["HTTP/1.1 200 OK", " A: b", ""], "protocolViolation"),
        (["HTTP/1.1 200 OK", "Content-Length: 1", " 0", ""], "protocolViolation"),
        (["HTTP/1.1 200 OK", "transfer-encoding:", " chunked", ""], "protocolViolation"),
        ([""], "protocolViolation"),
    ])
    func `a head is read strictly`(lines: [String], outcome: String) {
        #expect(read(lines) == outcome)
    }

    @Test func `bytes and fields are limited, informational heads included`() {
        let head = ["HTTP/1.1 100 x", "A: b", "", "HTTP/1.1 200 x", "A: b", ""]
        #expect(read(head, maximumBytes: 48, maximumFields: 2) == "200 A=b")
        #expect(read(head, maximumBytes: 47, maximumFields: 2) == "headersTooLarge")
        #expect(read(head, maximumBytes: 48, maximumFields: 1) == "headersTooLarge")
    }

    @Test func `trailers are dropped, within the limit`() {
        var reader = HeadReader(maximumBytes: 30, maximumFields: 1)
        func take(_ line: String) -> HeadReader.Outcome { Array(line.utf8).withUnsafeBytes { reader.take($0) } }
        _ = take("HTTP/1.1 200 OK\r\n")
        guard case .head = take("\r\n") else {
            Issue.record("the head is complete")
            return
        }
        guard case .more = take("T: u\r\n") else {
            Issue.record("a trailer is dropped")
            return
        }
        guard case .failure(.headersTooLarge) = take("V: wxyz\r\n") else {
            Issue.record("trailers count")
            return
        }
    }

    @Test(arguments: [
        (["HTTP/1.1 200 OK", "Content-Length: 5", ""], false),
        (["HTTP/1.1 200 OK", "Transfer-Encoding: Chunked", ""], false),
        (["HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked", ""], false), (["HTTP/2 200", ""], false),
        (["HTTP/1.1 200 OK", ""], true), (["HTTP/1.0 200 OK", "Connection: close", ""], true),
        (["HTTP/1.1 200 OK", "Transfer-Encoding: gzip", ""], true),
        (["HTTP/1.1 100 Continue", "", "HTTP/1.1 200 OK", "Content-Length: 5", ""], false),
    ])
    func `a body that only its connection ends is known`(lines: [String], endsWithConnection: Bool) {
        var reader = HeadReader(maximumBytes: 1000, maximumFields: 10)
        for line in lines {
            let outcome = Array((line + "\r\n").utf8).withUnsafeBytes { reader.take($0) }
            if case .head(let head) = outcome { #expect(head.endsWithConnection == endsWithConnection) }
        }
    }
}
