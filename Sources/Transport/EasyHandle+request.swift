import CCurl

extension EasyHandle {
    /// Writes a checked request and the client's manners into the handle.
    ///
    /// - Throws: when libcurl refuses an option.
    func configure(_ request: HTTPRequest, _ configuration: HTTPClientConfiguration) throws(TransportError) {
        try set(CURLOPT_URL, request.url)
        // `.` and `..` and the case of percent escapes stay as they are: a presigned address breaks otherwise.
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_PROTOCOLS_STR, configuration.egress.allowPlainHTTP ? "http,https" : "https")
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_BUFFERSIZE, configuration.readBufferBytes)
        try set(CURLOPT_CONNECTTIMEOUT_MS, request.limits.connect.wholeMilliseconds)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile = configuration.caFile {
            try set(CURLOPT_CAINFO, caFile)
        }
        // The environment's proxies would see every request, and make the egress guard judge the proxy's address.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NOSIGNAL, 1)
        // Giving up on a name must not wait for the resolver's thread.
        try set(CURLOPT_QUICK_EXIT, 1)
        try configure(method: request.method, body: request.body)
        try set(headerLines: Self.headerLines(request, userAgent: configuration.userAgent))
    }

    private func configure(method: String, body: [UInt8]) throws(TransportError) {
        switch method {
        case "HEAD":
            try set(CURLOPT_NOBODY, 1)
        case "GET" where body.isEmpty:
            try set(CURLOPT_HTTPGET, 1)
        case "POST", "PUT", "PATCH":
            try set(body: body)
            try set(CURLOPT_POST, 1)
            try set(CURLOPT_CUSTOMREQUEST, method)
        default:
            if !body.isEmpty {
                try set(body: body)
                try set(CURLOPT_POST, 1)
            }
            try set(CURLOPT_CUSTOMREQUEST, method)
        }
    }

    private static func headerLines(_ request: HTTPRequest, userAgent: String) -> [String] {
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if !request.hasField("User-Agent") {
            lines.append("User-Agent: \(userAgent)")
        }
        if !request.hasField("Accept-Encoding") {
            lines.append("Accept-Encoding: identity")
        }
        // What libcurl would add of its own.
        lines.append("Expect:")
        if !request.hasField("Content-Type") {
            lines.append("Content-Type:")
        }
        return lines
    }
}

extension Duration {
    /// At least 1, which libcurl takes as a limit; it reads 0 as its own default.
    fileprivate var wholeMilliseconds: Int {
        Int(max(1, min(self / .milliseconds(1), Double(Int32.max))))
    }
}
