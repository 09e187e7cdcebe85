extension ScriptedReply {
    /// How many mishaps there are.
    package static let mishapCount = 9

    /// What a store does now and then in place of what it should.
    ///
    /// - Parameters:
    ///   - number: which mishap; from ``mishapCount`` on, and for `nil`, there is none.
    ///   - body: the whole file.
    ///   - request: whose `Range` and `If-Range` count.
    ///   - offset: the byte of the body at which something happens.
    /// - Returns: the reply, a good one without a mishap.
    package static func mishap(
        _ number: Int?,
        of body: [UInt8],
        for request: ScriptedRequest,
        at offset: Int
    ) -> ScriptedReply {
        switch number {
        case 0: .html(403, "Request has expired")
        case 1: .html(503, "Slow down")
        case 2: .file(body, for: request, tweaks: [.resetAfter(offset)])
        case 3: .file(body, for: request, tweaks: [.closeAfter(offset)])
        case 4: .file(body, for: request, tweaks: [.wholeForRange])
        case 5: .file(body, for: request, tweaks: [.wholeForRange, .closeAfter(offset)])
        case 6: .file(body, for: request, tweaks: [.contentRange("bytes 0-0/\(body.count)")])
        case 7: .reset
        case 8: .file(body, for: request, tweaks: [.contentType("text/html")])
        default: .file(body, for: request)
        }
    }
}
