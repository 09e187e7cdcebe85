/// The limits and manners of an ``HTTPClient``.
package struct HTTPClientConfiguration: Sendable {
    package var egress: EgressRules
    /// Open connections in all, idle ones included.
    package var maximumConnections: Int
    /// Transfers that may use one host and port at a time; a transfer has its connection to itself.
    package var maximumConnectionsPerHost: Int
    /// Transfers under way, paused ones included.
    package var maximumConcurrentTransfers: Int
    /// Transfers that wait for their turn; one more is refused with ``TransportError/overloaded``.
    package var maximumWaitingTransfers: Int
    /// The longest that a transfer waits for its turn before it fails with ``TransportError/overloaded``.
    package var maximumWait: Duration
    /// Bytes of one body that are held unread before its transfer is paused; at most one more read buffer is held.
    package var highWaterBytes: Int
    /// Bytes that are read from a connection at once.
    package var readBufferBytes: Int
    /// Of one response, informational heads and trailers included.
    package var maximumHeaderBytes: Int
    package var maximumHeaderFields: Int
    package var maximumRequestBodyBytes: Int
    package var userAgent: String
    /// A file of trusted certificates in place of the system's.
    package var caFile: String?

    package init(
        egress: EgressRules = EgressRules(),
        maximumConnections: Int = 256,
        maximumConnectionsPerHost: Int = 128,
        maximumConcurrentTransfers: Int = 256,
        maximumWaitingTransfers: Int = 1024,
        maximumWait: Duration = .seconds(10),
        highWaterBytes: Int = 256 * 1024,
        readBufferBytes: Int = 64 * 1024,
        maximumHeaderBytes: Int = 64 * 1024,
        maximumHeaderFields: Int = 200,
        maximumRequestBodyBytes: Int = 1024 * 1024,
        userAgent: String = "playback-resolver",
        caFile: String? = nil
    ) {
        self.egress = egress
        self.maximumConnections = maximumConnections
        self.maximumConnectionsPerHost = maximumConnectionsPerHost
        self.maximumConcurrentTransfers = maximumConcurrentTransfers
        self.maximumWaitingTransfers = maximumWaitingTransfers
        self.maximumWait = maximumWait
        self.highWaterBytes = highWaterBytes
        self.readBufferBytes = readBufferBytes
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumHeaderFields = maximumHeaderFields
        self.maximumRequestBodyBytes = maximumRequestBodyBytes
        self.userAgent = userAgent
        self.caFile = caFile
    }
}
