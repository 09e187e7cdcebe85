import HTTPTypes

extension ErrorFault {
    /// The reply that the fault puts in the answer's place.
    ///
    /// - Parameter kind: the audio store answers in its own XML.
    /// - Returns: the reply.
    /// - Throws: when the body cannot be encoded.
    func reply(to kind: RequestKind) throws -> Reply {
        var reply = try body(kind)
        if let word = masheryCode ?? APIErrorBody.masheryCode(code) { reply.headers.setMasheryErrorCode(word) }
        if let seconds = retryAfterSeconds { reply.headers[.retryAfter] = String(seconds) }
        return reply
    }

    private func body(_ kind: RequestKind) throws -> Reply {
        let status = HTTPResponse.Status(code: status)
        if isHTML {
            let title = code.map { APIErrorBody.message($0) } ?? status.reasonPhrase
            return Reply(status: status, contentType: "text/html", text: "<h1>\(self.status) \(title)</h1>")
        }
        if kind == .audio { return StoreError.fault(status: self.status).reply(path: "") }
        if let code { return try APIErrorBody.reply(code: code, status: self.status) }
        return try Reply.json(["message": status.reasonPhrase], status: status)
    }
}
