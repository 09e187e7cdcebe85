internal import NIOCore
internal import NIOHTTP1

/// When the request that is arriving on a connection began; a value for one connection.
///
/// The codec passes nothing on before a head is complete, but tells that bytes came: so a head that trickles in is noticed too.
struct RequestClock {
    /// `nil` between requests.
    private(set) var since: NIODeadline?
    private var hasSeenPart = false

    /// A part of a request came.
    mutating func see(_ part: HTTPServerRequestPart, now: @autoclosure () -> NIODeadline) {
        hasSeenPart = true
        switch part {
        case .head where since == nil: since = now()
        case .head, .body: break
        case .end: since = nil
        }
    }

    /// Everything that had come was read.
    mutating func readCompleted(now: @autoclosure () -> NIODeadline) {
        if !hasSeenPart, since == nil { since = now() }
        hasSeenPart = false
    }
}
