import CCurl
import Glibc

extension TransferWork {
    /// Makes libcurl call this object, which the loop keeps alive for as long as the handle is at work.
    ///
    /// - Throws: when libcurl refuses an option.
    func attachCallbacks(to handle: EasyHandle) throws(TransportError) {
        let user = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA,
        ] {
            try handle.set(option, pointer: user)
        }
        let easy = handle.pointer
        try EasyHandle.check(ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION, Self.onHeadLine))
        try EasyHandle.check(ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION, Self.onBody))
        try EasyHandle.check(ccurl_set_open_socket_function(easy, Self.onOpenSocket))
        try EasyHandle.check(ccurl_set_prerequest_function(easy, Self.onConnected))
    }

    /// The object behind what libcurl hands back.
    static func behind(_ user: UnsafeMutableRawPointer?) -> TransferWork? {
        user.map { Unmanaged<TransferWork>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let onHeadLine: curl_write_callback = { bytes, size, count, user in
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return TransferWork.behind(user)?.received(headLine: line) == true ? line.count : 0
    }

    private static let onBody: curl_write_callback = { bytes, size, count, user in
        let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return TransferWork.behind(user)?.received(body: piece) ?? 0
    }

    private static let onConnected: curl_prereq_callback = { user, _, _, _, _ in
        TransferWork.behind(user)?.connected() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    /// Opens the socket itself once the address may be connected to.
    private static let onOpenSocket: curl_opensocket_callback = { user, purpose, address in
        guard purpose == CURLSOCKTYPE_IPCXN, let work = TransferWork.behind(user), let address else {
            return ccurl_bad_socket
        }
        let bytes = UnsafeRawBufferPointer(start: ccurl_address_bytes(address), count: Int(address.pointee.addrlen))
        guard work.mayConnect(to: IPAddress(socketAddress: bytes, family: address.pointee.family)) else {
            return ccurl_bad_socket
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }
}
