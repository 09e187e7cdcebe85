import Recordings
import ScriptedProvider
import SliceCache
import Synchronization
import Testing

/// Stores of every kind: what they give is played, or refused, and never is a byte wrong.
@Suite("Stores of every kind", .timeLimit(.minutes(5)))
struct StoreVariantsTests {
    private static let audio = CacheBench.audio
    /// Of the same length, and longer.
    private static let other = CacheBench.bytes(10_000, seed: 2)
    private static let longer = CacheBench.bytes(12_000, seed: 3)
    /// The whole, from amid a slice, the end, and the first bytes that Safari asks for.
    private static let ranges: [Range<Int64>] = [0..<10_000, 5_100..<8_200, 9_990..<10_000, 0..<2]

    /// Transfers of two slices, so that a recording comes by several.
    private static let limits = CacheBench.limits {
        ($0.firstFetchBytes, $0.readAheadBytes, $0.firstReadAheadSlices) = (2048, 2048, 2)
        ($0.firstByteWaitSeconds, $0.bodyWaitSeconds) = (0, 0)
    }

    /// What a listener gets, and how it ends.
    private func hear(
        _ range: Range<Int64>,
        _ cache: SliceCache,
        _ origin: ScriptedOrigin
    ) async -> (bytes: [UInt8], failure: SliceCacheError?) {
        var bytes: [UInt8] = []
        do {
            let reader = try await cache.reader(range, from: origin)
            while let piece = try await reader.next() { bytes += piece }
            return (bytes, nil)
        } catch {
            return (bytes, error as? SliceCacheError)
        }
    }

    private func answer(_ variant: StoreVariant, of bench: CacheBench) {
        let count = Mutex(0)
        bench.store.on("GET", "/1/*") { request in
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            return variant.answer(request, number)
        }
    }

    private static func redirects(_ count: Int, status: Int = 307, relative: Bool = false) -> StoreVariant {
        StoreVariant("\(count) redirects, \(status)\(relative ? ", relative" : "")") { request in
            let done = Int(request.queryValue("hop") ?? "0") ?? 0
            guard done < count else { return StorePart(request, of: audio).reply() }
            let path = "\(relative ? "other.mp3" : CacheBench.path)?hop=\(done + 1)"
            return .redirect(status, to: path)
        }
    }

    private static let framed: [StoreVariant] = [
        StoreVariant("a good store", [:]),
        StoreVariant("a length and more than it", framing: .lengthAndMore),
        StoreVariant("chunks", framing: .chunks),
        StoreVariant("chunks with more than was asked for", framing: .chunksAndMore),
        StoreVariant("a part that its connection ends", framing: .connection),
        StoreVariant("HTTP/1.0", version: "1.0", framing: .connection),
        StoreVariant("HTTP/1.0 with a length", version: "1.0", ["Connection": "close"]),
        StoreVariant("a connection that closes halfway, each time", framing: .half),
        StoreVariant("the same without a length", framing: .halfOfConnection),
        StoreVariant("no validators", ["ETag": nil]),
        StoreVariant("a weak tag", ["ETag": "W/\"v1\""]),
        StoreVariant("a time alone", ["ETag": nil, "Last-Modified": early]),
        StoreVariant("a malformed tag", ["ETag": "v1"]),
    ]

    private static let generous: [StoreVariant] = [
        StoreVariant("everything for a part") { request in
            StorePart(request, of: audio).reply(ignoresRange: true)
        },
        StoreVariant("everything for a part, over HTTP/1.0") { request in
            StorePart(request, of: audio).reply(version: "1.0", ["Connection": "close"], ignoresRange: true)
        },
        StoreVariant("everything for a part, in chunks") { request in
            StorePart(request, of: audio).reply(framing: .chunks, ignoresRange: true)
        },
        StoreVariant("everything for a part from the second on") { request, number in
            StorePart(request, of: audio).reply(ignoresRange: number > 0)
        },
        StoreVariant("a part as long as the store likes") { request in
            let whole = StorePart(request, of: audio).range
            let last = min(whole.upperBound - 1, whole.lowerBound + 1_100)
            return .file(audio, for: request.with((name: "Range", value: "bytes=\(whole.lowerBound)-\(last)")))
        },
    ]

    private static let early = "Sun, 06 Nov 1994 08:49:37 GMT"

    private static func contentRanges(_ values: [String]) -> [StoreVariant] {
        values.map { value in StoreVariant("Content-Range: \(value)", ["Content-Range": value]) }
    }

    private static let blanks: [String] = [
        "BYTES FIRST-LAST/SIZE", "bytes  FIRST-LAST/SIZE", "bytes FIRST-LAST /SIZE", "bytes FIRST-LAST/ SIZE",
        "bytes FIRST - LAST / SIZE", "bytes\tFIRST-LAST/SIZE", " bytes FIRST-LAST/SIZE ",
        "bytes FIRST-LAST/SIZE, bytes FIRST-LAST/SIZE",
    ]

    private static let redirecting: [StoreVariant] = [
        redirects(1, status: 301), redirects(1, status: 302), redirects(1, status: 303), redirects(1, status: 307),
        redirects(1, status: 308), redirects(3), redirects(1, relative: true),
    ]

    static let played: [StoreVariant] = [framed, generous, contentRanges(blanks), redirecting].flatMap { $0 }

    @Test("What can be understood is played, each range of it", arguments: played)
    func plays(variant: StoreVariant) async throws {
        try await withBench { bench in
            answer(variant, of: bench)
            let cache = try await bench.cache(Self.limits)
            for range in Self.ranges {
                let heard = await hear(range, cache, bench.origin())
                #expect(heard.failure == nil && heard.bytes == Self.audio.part(range), "\(range) \(heard.bytes.count)")
                await cache.purge { _ in true }
            }
            await cache.shutDown()
        }
    }

    private static let unclear: [String] = [
        "bytes FIRST-LAST/*", "bytes */SIZE", "bytes FIRST-LAST/5", "bytes 1-LAST/SIZE", "FIRST-LAST/SIZE",
        "bytes=FIRST-LAST/SIZE", "bytes FIRST-LAST/SI ZE", "bytes FIRST-LAST/SIZE, bytes FIRST-LAST/9999", "",
    ]

    private static func encoded(_ codings: [String]) -> [StoreVariant] {
        codings.map { coding in StoreVariant("Content-Encoding: \(coding)", ["Content-Encoding": coding]) }
    }

    private static func statuses(_ statuses: [Int]) -> [StoreVariant] {
        statuses.map { status in
            StoreVariant("\(status)") { _ in .bytes(status, headers: [("Content-Type", "audio/mpeg")]) }
        }
    }

    private static let odd: [StoreVariant] = [
        StoreVariant("no Content-Range", ["Content-Range": nil]),
        StoreVariant("two lengths", ["Content-Length": "2048, 2047"]),
        StoreVariant("another length than its range", framing: .connection, ["Content-Length": "1"]),
        StoreVariant("several parts", ["Content-Type": "multipart/byteranges; boundary=x", "Content-Range": nil]),
        StoreVariant("several parts, told as one", ["Content-Type": "multipart/byteranges; boundary=x"]),
        redirects(4), redirects(.max),
        StoreVariant("a redirect to a file") { _ in .redirect(302, to: "file:///etc/passwd") },
        StoreVariant("a redirect to nothing") { _ in .redirect(302, to: "") },
        StoreVariant("a redirect without its target") { _ in .bytes(302) },
        StoreVariant("a redirect to a page to sign in") { request in
            request.path == "/1/login" ? .html(200, "<html>sign in</html>") : .redirect(302, to: "/1/login")
        },
    ]

    static let refused: [StoreVariant] = [
        contentRanges(unclear), encoded(["gzip", "br", "deflate", "identity, gzip", "x-gzip"]), odd,
        statuses([201, 202, 203, 204, 205, 207, 300, 304, 305, 402, 405, 406, 409, 412, 418, 451]),
    ]
    .flatMap { $0 }

    @Test("What cannot be trusted is refused before its first byte, and nothing of it is kept", arguments: refused)
    func refuses(variant: StoreVariant) async throws {
        try await withBench { bench in
            let cache = try await bench.cache(Self.limits)
            for range in Self.ranges {
                answer(variant, of: bench)
                let heard = await hear(range, cache, bench.origin())
                #expect(heard.failure != nil && heard.bytes.isEmpty, "\(range)")
            }
            bench.serve()
            #expect(await hear(0..<10_000, cache, bench.origin()).bytes == Self.audio)
            await cache.shutDown()
        }
    }

    /// A store whose first answer is of one version, and all others of another one, or of none.
    static let changing: [StoreVariant] = [
        changing("another tag", [:], ["ETag": "\"v2\""]),
        changing("no tag any more", [:], ["ETag": nil]),
        changing("a weak tag instead", [:], ["ETag": "W/\"v1\""]),
        changing("another weak tag", ["ETag": "W/\"v1\""], ["ETag": "W/\"v2\""]),
        changing("a strong tag instead", ["ETag": "W/\"v1\""], ["ETag": "\"v1\""]),
        changing(
            "another time",
            ["ETag": nil, "Last-Modified": early],
            ["ETag": nil, "Last-Modified": "Sun, 06 Nov 1994 08:49:38 GMT"]
        ),
        changing("no time any more", ["ETag": nil, "Last-Modified": early], ["ETag": nil]),
        changing("another size", [:], [:], to: longer),
        changing("another size without validators", ["ETag": nil], ["ETag": nil], to: longer),
        changing("everything of another size", ["ETag": nil], ["ETag": nil], to: longer, ignoresRange: true),
        changing("everything in chunks", ["ETag": nil], ["ETag": nil], framing: .chunks, ignoresRange: true),
        changing(
            "everything in longer chunks",
            ["ETag": nil],
            ["ETag": nil],
            to: longer,
            framing: .chunks,
            ignoresRange: true
        ),
        changing(
            "everything that its connection ends",
            ["ETag": nil],
            ["ETag": nil],
            framing: .connection,
            ignoresRange: true
        ),
    ]

    private static func changing(
        _ name: String,
        _ before: [String: String?],
        _ after: [String: String?],
        to newer: [UInt8] = other,
        framing: StoreFraming = .length,
        ignoresRange: Bool = false
    ) -> StoreVariant {
        StoreVariant(name) { request, number in
            number == 0
                ? StorePart(request, of: audio).reply(before)
                : StorePart(request, of: newer).reply(framing: framing, after, ignoresRange: ignoresRange)
        }
    }

    @Test(
        "Versions that change while one is played are never mixed, and the next hears the new one",
        arguments: changing
    )
    func changes(variant: StoreVariant) async throws {
        try await withBench { bench in
            answer(variant, of: bench)
            let cache = try await bench.cache(Self.limits)
            let heard = await hear(0..<10_000, cache, bench.origin())
            #expect(heard.failure == .changed)
            #expect(heard.bytes == Array(Self.audio.prefix(heard.bytes.count)))
            let again = await hear(0..<20_000, cache, bench.origin())
            #expect(again.failure == nil)
            #expect(again.bytes == Self.other || again.bytes == Self.longer)
            await cache.shutDown()
        }
    }

    @Test(
        "An answer in several parts, or encoded, amid a recording gives none of its bytes",
        arguments: [
            ["Content-Type": "multipart/byteranges; boundary=x"], ["Content-Encoding": "gzip"],
            ["Content-Range": "bytes FIRST-LAST/*"], ["Content-Range": "bytes 0-2047/SIZE"],
        ]
    )
    func oddLater(fields: [String: String]) async throws {
        try await withBench { bench in
            let variant = StoreVariant("later") { request, number in
                number == 0
                    ? StorePart(request, of: Self.audio).reply()
                    : StorePart(request, of: Self.other).reply(fields.mapValues { Optional($0) })
            }
            answer(variant, of: bench)
            let cache = try await bench.cache(Self.limits)
            let heard = await hear(0..<10_000, cache, bench.origin())
            #expect(heard.failure != nil && heard.bytes == Array(Self.audio.prefix(heard.bytes.count)))
            bench.serve()
            #expect(await hear(0..<10_000, cache, bench.origin()).bytes == Self.audio)
            await cache.shutDown()
        }
    }
}

extension ScriptedRequest {
    /// The same with another field of a name.
    fileprivate func with(_ field: (name: String, value: String)) -> ScriptedRequest {
        let others = headers.fields.filter { $0.name.lowercased() != field.name.lowercased() }
        return ScriptedRequest(
            method: method,
            target: target,
            headers: ScriptedHeaders(others + [field]),
            body: body,
            connection: connection
        )
    }
}
