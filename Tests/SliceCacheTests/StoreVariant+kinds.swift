import TestSupport

/// Kinds of stores: whose answers can be understood, cannot be trusted, or change.
extension StoreVariant {
    private static let audio = CacheBench.audio
    /// Another version of the same length, and a longer one.
    static let other = CacheBench.bytes(10_000, seed: 2)
    static let longer = CacheBench.bytes(12_000, seed: 3)

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
