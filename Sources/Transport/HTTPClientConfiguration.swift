/// The limits and manners of an ``HTTPClient``.
package struct HTTPClientConfiguration: Sendable {
    package var egress: EgressRules
    /// The places of calls and of audio; a transfer has its connection to itself.
    package var calls: LaneLimits
    package var audio: LaneLimits
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
        calls: LaneLimits = LaneLimits(running: 128, runningPerHost: 64, runningPerParty: 32, waiting: 1024),
        audio: LaneLimits = LaneLimits(running: 256, runningPerHost: 192, runningPerParty: 128, waiting: 16_384),
        highWaterBytes: Int = 256 * 1024,
        readBufferBytes: Int = 64 * 1024,
        maximumHeaderBytes: Int = 64 * 1024,
        maximumHeaderFields: Int = 200,
        maximumRequestBodyBytes: Int = 1024 * 1024,
        userAgent: String = "playback-resolver",
        caFile: String? = nil
    ) {
        self.egress = egress
        self.calls = calls
        self.audio = audio
        self.highWaterBytes = highWaterBytes
        self.readBufferBytes = readBufferBytes
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumHeaderFields = maximumHeaderFields
        self.maximumRequestBodyBytes = maximumRequestBodyBytes
        self.userAgent = userAgent
        self.caFile = caFile
    }

    package subscript(lane: TransferLane) -> LaneLimits {
        switch lane {
        case .calls: calls
        case .audio: audio
        }
    }

    /// Open connections in all and to one host, idle ones included: as many as there are places.
    var maximumConnections: Int { calls.running + audio.running }
    var maximumConnectionsPerHost: Int {
        min(calls.running, calls.runningPerHost) + min(audio.running, audio.runningPerHost)
    }
}
