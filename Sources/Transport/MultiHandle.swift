import CCurl

/// Owner of libcurl's multi handle.
///
/// `@unchecked Sendable` because libcurl lets any thread call `curl_multi_wakeup`, which ``TransferInbox`` does under its lock and never
/// after it was closed; everything else, ``close()`` included, is called on the transport's thread alone, or by the last owner.
final class MultiHandle: @unchecked Sendable {
    private(set) var pointer: UnsafeMutableRawPointer?

    init(configuration: HTTPClientConfiguration) throws(TransportError) {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let pointer = curl_multi_init() else {
            throw .overloaded
        }
        self.pointer = pointer
        // Without multiplexing an HTTP/2 connection carries one transfer at a time: a paused stream would hold up its neighbours,
        // since libcurl then stops reading the connection.
        let options: [(CURLMoption, Int)] = [
            (CURLMOPT_PIPELINING, ccurl_multiplex_nothing),
            (CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections),
            (CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost),
            (CURLMOPT_MAXCONNECTS, configuration.maximumConnections),
        ]
        for (option, value) in options where ccurl_multi_set_long(pointer, option, value) != CURLM_OK {
            throw .overloaded
        }
    }

    deinit {
        close()
    }

    /// Closes all connections.
    func close() {
        if let pointer {
            curl_multi_cleanup(pointer)
        }
        pointer = nil
    }

    /// Makes `curl_multi_poll` return, now or the next time it is called.
    func wakeUp() {
        if let pointer {
            curl_multi_wakeup(pointer)
        }
    }
}
