internal import Foundation

/// When rows that one request could not reach are worth asking about again: pure.
struct SearchForecast: Sendable {
    /// Calls may turn out to be denser further down than they were so far.
    static let margin = 1.25

    /// By the row's index, an estimate; `nil` for a row that no call leads to.
    let calls: [Int: Int?]
    /// What one more request can make.
    let callsPerRequest: Int
    /// What searches may still ask today, and the seconds until they may ask more.
    let standing: (remaining: Int, resetSeconds: Int)
    let pageSeconds: TimeInterval

    /// Whether a row is so far away that a search goes on for it.
    func isSearched(_ want: SegmentWant) -> Bool {
        guard let calls = calls[want.index] ?? nil else {
            return false
        }
        return calls > callsPerRequest && standing.remaining > 0
    }

    /// Why a row is still unknown, where there is more to say than that the request ended, and when to ask again.
    func retry(_ want: SegmentWant) -> (detail: String?, seconds: Int) {
        guard let calls = calls[want.index] ?? nil else {
            return ("The call is older than the recordings that there is room for.", standing.resetSeconds)
        }
        guard calls > callsPerRequest else {
            return (nil, 0)
        }
        guard calls <= standing.remaining else {
            return ("About \(calls) list pages lead to the call, more than may be read today.", standing.resetSeconds)
        }
        let seconds = (Double(calls) * pageSeconds * Self.margin).rounded(.up)
        return ("About \(calls) list pages lead to the call; they are being read.", Int(seconds))
    }
}
