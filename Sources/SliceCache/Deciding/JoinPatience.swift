/// How long a reader waits for a flight that is far from its byte, before it has that byte fetched by itself; pure.
///
/// The store sends what it was asked for as fast as it can: of a quick one a far byte comes as soon as by another request, which would only have it sent
/// twice; a slow one has not sent it yet when the flight is cut short.
package struct JoinPatience: Hashable, Sendable {
    /// One while, after which it is looked at again.
    package static let period = Duration.milliseconds(100)
    /// The most whiles that the rest of the way may take, at the speed of the last one.
    package static let maximumPeriodsLeft: Int64 = 3
    /// The most whiles that the store may take to begin its answer.
    package static let maximumPeriodsUnanswered = 5

    private(set) var isOver = false
    private var periods = 0
    private var lastPosition: Int64?

    /// The waiting begins, with the flight at `position`.
    ///
    /// - Returns: `false` when it had begun.
    mutating func begin(at position: Int64) -> Bool {
        guard lastPosition == nil, !isOver else { return false }
        lastPosition = position
        return true
    }

    /// A while has passed.
    ///
    /// - Parameters:
    ///   - distanceBytes: from the flight to the reader's byte.
    ///   - position: the flight's.
    ///   - isAnswered: whether the store has begun to send.
    /// - Returns: whether it is waited on.
    mutating func goesOn(_ distanceBytes: Int64, to position: Int64, isAnswered: Bool) -> Bool {
        periods += 1
        let broughtBytes = position - (lastPosition ?? position)
        lastPosition = position
        if isAnswered {
            isOver = distanceBytes > Self.maximumPeriodsLeft * max(0, broughtBytes)
        } else {
            isOver = periods > Self.maximumPeriodsUnanswered
        }
        return !isOver
    }
}
