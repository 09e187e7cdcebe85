/// How a store of files departs from doing it right.
package enum FileTweak: Sendable {
    /// Sends no `ETag`.
    case noETag
    /// Sends this `ETag` in place of the file's, and compares `If-Range` with it.
    case changedETag(String)
    /// Answers every request with 200 and the whole file, as if it knew no ranges.
    case wholeForRange
    /// Sends this `Content-Range` with a 206.
    case contentRange(String)
    /// Sends this `Content-Type`.
    case contentType(String)
    /// Closes the connection after so many bytes of the body.
    case closeAfter(Int)
    /// Resets the connection after so many bytes of the body.
    case resetAfter(Int)
    /// Falls silent after so many bytes of the body.
    case stallAfter(Int)
    /// Waits after so many bytes of the body until the test opens the barrier.
    case pauseAfter(Int, Barrier)
}
