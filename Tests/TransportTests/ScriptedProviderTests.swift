import TestSupport
import Testing
import Transport

/// The peer that other tests trust must itself be right.
@Suite(.timeLimit(.minutes(1)))
struct ScriptedProviderTests {
    @Test func `the queue comes before routes, a later route before an earlier, and the rest is unexpected`()
        async throws
    {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/a*") { _ in .bytes(201) }
            provider.on("GET", "/ab") { _ in .bytes(202) }
            provider.reply { _ in .bytes(203) }
            var statuses: [Int] = []
            for target in ["/ab", "/ab?x=1", "/abc", "/b"] {
                statuses.append(try await client.send(HTTPRequest(url: provider.baseURL + target)).status)
            }
            #expect(statuses == [203, 202, 201, 599])
            #expect(provider.unexpected.map(\.path) == ["/b"])
            #expect(provider.requests[1].queryValue("x") == "1")
        }
    }

    @Test(
        arguments: [
            (nil, 200, nil, [0, 1, 2, 3, 4]), ("bytes=1-2", 206, "bytes 1-2/5", [1, 2]),
            ("bytes=3-", 206, "bytes 3-4/5", [3, 4]),
            ("bytes=-2", 206, "bytes 3-4/5", [3, 4]), ("bytes=0-99", 206, "bytes 0-4/5", [0, 1, 2, 3, 4]),
            ("bytes=5-", 416, "bytes */5", []), ("bytes=-0", 416, "bytes */5", []),
            ("bytes=0-0,2-2", 200, nil, [0, 1, 2, 3, 4]),
        ] as [(String?, Int, String?, [UInt8])]
    )
    func `files are served by range`(range: String?, status: Int, contentRange: String?, body: [UInt8]) async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file([0, 1, 2, 3, 4], for: $0) }
            let headers = range.map { [(name: "Range", value: $0)] } ?? []
            let response = try await client.send(HTTPRequest(url: provider.baseURL, headers: headers))
            #expect(response.status == status)
            #expect(response.headers["Content-Range"] == contentRange)
            #expect(response.headers["ETag"] == "\"v1\"")
            #expect(try await response.body.collect(upTo: 5) == body)
        }
    }

    @Test func `a condition that does not hold gives the whole file`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { .file([0, 1, 2], for: $0, tweaks: [.changedETag("\"v2\"")]) }
            let response = try await client.send(
                HTTPRequest(url: provider.baseURL, headers: [("Range", "bytes=1-1"), ("If-Range", "\"v1\"")])
            )
            #expect(response.status == 200)
            #expect(response.headers["ETag"] == "\"v2\"")
        }
    }

    @Test func `tweaks change what they say`() async throws {
        try await withClientAndProvider { client, provider in
            let range = [(name: "Range", value: "bytes=1-1")]
            provider.reply { .file([0, 1, 2], for: $0, tweaks: [.noETag, .contentRange("bytes 0-0/9")]) }
            provider.reply { .file([0, 1, 2], for: $0, tweaks: [.wholeForRange, .contentType("text/html")]) }
            let first = try await client.send(HTTPRequest(url: provider.baseURL, headers: range))
            #expect(first.headers["ETag"] == nil)
            #expect(first.headers["Content-Range"] == "bytes 0-0/9")
            let second = try await client.send(HTTPRequest(url: provider.baseURL, headers: range))
            #expect(second.status == 200)
            #expect(second.headers["Content-Type"] == "text/html")
            #expect(try await second.body.collect(upTo: 3) == [0, 1, 2])
            try await until(provider.bodyBytesSent, is: 4)
        }
    }
}
