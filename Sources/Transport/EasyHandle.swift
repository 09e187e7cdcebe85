import CCurl

/// Owner of a libcurl easy handle and of the header list that it refers to; used on the transport's thread alone.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private var headerList: UnsafeMutablePointer<curl_slist>?

    init() throws(TransportError) {
        guard let pointer = curl_easy_init() else {
            throw .overloaded
        }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerList)
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try Self.check(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransportError) {
        try Self.check(ccurl_set_string(pointer, option, value))
    }

    /// Sets a pointer that libcurl hands back; it is not retained.
    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer) throws(TransportError) {
        try Self.check(ccurl_set_pointer(pointer, option, value))
    }

    /// Copies the body of the request.
    func set(body: [UInt8]) throws(TransportError) {
        try Self.check(ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        guard !body.isEmpty else {
            // A null pointer would make libcurl ask a callback for the body.
            return try set(CURLOPT_COPYPOSTFIELDS, "")
        }
        let code = body.withUnsafeBytes { ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        try Self.check(code)
    }

    /// Sets the lines of the request's head; `Name;` is libcurl's way to write a field without a value, `Name:` to leave its own out.
    func set(headerLines: [String]) throws(TransportError) {
        for line in headerLines {
            guard let longer = curl_slist_append(headerList, line) else {
                throw .overloaded
            }
            headerList = longer
        }
        try Self.check(ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headerList))
    }

    static func check(_ code: CURLcode) throws(TransportError) {
        switch code {
        case CURLE_OK: return
        case CURLE_OUT_OF_MEMORY: throw .overloaded
        default: throw .invalidRequest
        }
    }
}
