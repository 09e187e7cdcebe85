internal import Dispatch

/// Where list pages are read: on a thread of their own, one after the other, so that a long one holds nobody else's work.
final class PageReading: Sendable {
    private let queue = DispatchQueue(label: "recording-pages", qos: .utility)
    private let maximumItems: Int

    /// Pages of at most so many items.
    init(maximumItems: Int) {
        self.maximumItems = maximumItems
    }

    /// Reads a page.
    ///
    /// - Throws: ``DubberError/unexpectedAnswer``.
    func page(_ body: [UInt8]) async throws(DubberError) -> RecordingPage {
        let maximumItems = maximumItems
        let outcome = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(
                    returning: Result { () throws(DubberError) in
                        try RecordingPage(body, maximumItems: maximumItems)
                    }
                )
            }
        }
        return try outcome.get()
    }
}
