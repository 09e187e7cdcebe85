internal import Foundation

/// A port of this machine that nothing listens on, for a server whose address others must know before it starts.
enum FreePort {
    /// Lets the system choose one.
    ///
    /// - Throws: when there is none.
    static func find() throws(ServiceStartError) -> Int {
        let failure = ServiceStartError.demonstrationNotReady(problem: "no free port")
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw failure }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else { throw failure }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
