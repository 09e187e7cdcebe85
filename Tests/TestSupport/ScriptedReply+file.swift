extension ScriptedReply {
    /// What a well-behaved store answers for a file: one range is honoured, several are answered with the whole file.
    ///
    /// Source: RFC 9110, 14.2 and 15.3.7; a range that cannot be satisfied gives 416, `If-Range` that does not match gives 200.
    ///
    /// - Parameters:
    ///   - body: the whole file.
    ///   - request: whose `Range` and `If-Range` count.
    ///   - etag: with its quotation marks.
    ///   - contentType: of the file.
    ///   - tweaks: what is done wrong, in order of the bytes they concern.
    /// - Returns: 200, 206 or 416.
    package static func file(
        _ body: [UInt8],
        for request: ScriptedRequest,
        etag: String = "\"v1\"",
        contentType: String = "audio/mpeg",
        tweaks: [FileTweak] = []
    ) -> ScriptedReply {
        let plan = FilePlan(etag: etag, contentType: contentType, tweaks: tweaks)
        var headers: [(name: String, value: String)] = [("Accept-Ranges", "bytes")]
        if let etag = plan.etag {
            headers.append(("ETag", etag))
        }
        var wanted = plan.ignoresRange ? RequestedRange.whole : RequestedRange(request.headers["Range"], of: body.count)
        if let condition = request.headers["If-Range"], condition != plan.etag {
            wanted = .whole
        }
        switch wanted {
        case .whole:
            headers.append(("Content-Type", plan.contentType))
            return plan.reply(status: 200, headers: headers, body: body[...])
        case .part(let range):
            let honest = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(body.count)"
            headers.append(("Content-Type", plan.contentType))
            headers.append(("Content-Range", plan.contentRange ?? honest))
            return plan.reply(status: 206, headers: headers, body: body[range])
        case .unsatisfiable:
            headers.append(("Content-Range", "bytes */\(body.count)"))
            return .bytes(416, headers: headers)
        }
    }
}

/// The tweaks of one reply, sorted out.
private struct FilePlan {
    var etag: String?
    var contentType: String
    var contentRange: String?
    var ignoresRange = false
    /// What happens at which byte of the body; after every step but a wait the reply is over.
    var interruptions: [(offset: Int, step: ScriptedReply.Step)] = []

    init(etag: String, contentType: String, tweaks: [FileTweak]) {
        self.etag = etag
        self.contentType = contentType
        for tweak in tweaks {
            switch tweak {
            case .noETag: self.etag = nil
            case .changedETag(let other): self.etag = other
            case .wholeForRange: ignoresRange = true
            case .contentRange(let other): contentRange = other
            case .contentType(let other): self.contentType = other
            case .closeAfter(let offset): interruptions.append((offset, .close))
            case .resetAfter(let offset): interruptions.append((offset, .reset))
            case .stallAfter(let offset): interruptions.append((offset, .stall))
            case .pauseAfter(let offset, let barrier): interruptions.append((offset, .wait(barrier)))
            }
        }
    }

    func reply(status: Int, headers: [(name: String, value: String)], body: ArraySlice<UInt8>) -> ScriptedReply {
        let length = (name: "Content-Length", value: String(body.count))
        var steps: [ScriptedReply.Step] = [.head(status: status, headers: headers + [length])]
        var rest = body
        var sentBytes = 0
        for (offset, step) in interruptions where offset <= body.count {
            let piece = rest.prefix(offset - sentBytes)
            steps += [.body(Array(piece)), step]
            rest = rest.dropFirst(piece.count)
            sentBytes += piece.count
        }
        steps.append(.body(Array(rest)))
        return ScriptedReply(steps)
    }
}

/// A `Range` field read for a file of known size.
private enum RequestedRange {
    case whole
    case part(Range<Int>)
    case unsatisfiable

    init(_ field: String?, of sizeBytes: Int) {
        guard let field, field.hasPrefix("bytes="), !field.contains(",") else {
            self = .whole
            return
        }
        let bounds = field.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2 else {
            self = .whole
            return
        }
        switch (Int(bounds[0]), Int(bounds[1])) {
        case (let first?, let last?) where first <= last:
            self = first < sizeBytes ? .part(first..<min(last + 1, sizeBytes)) : .unsatisfiable
        case (let first?, nil) where bounds[1].isEmpty:
            self = first < sizeBytes ? .part(first..<sizeBytes) : .unsatisfiable
        case (nil, let length?) where bounds[0].isEmpty:
            self = length > 0 && sizeBytes > 0 ? .part(max(0, sizeBytes - length)..<sizeBytes) : .unsatisfiable
        default:
            self = .whole
        }
    }
}
