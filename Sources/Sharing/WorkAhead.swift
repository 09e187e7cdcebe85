internal import Dispatch
internal import Foundation
internal import Synchronization

/// Has things made on a thread of their own, each while the one before it is being used; never more than one ahead.
///
/// No thread of a pool: who uses them may hold what others of the pool wait for.
package final class WorkAhead<Thing: Sendable>: Sendable {
    private struct State {
        var result: Result<Thing?, any Error> = .success(nil)
        var isStopped = false
    }

    private let state = Mutex(State())
    private let isWanted = DispatchSemaphore(value: 0)
    private let isMade = DispatchSemaphore(value: 0)

    private init(_ make: @escaping @Sendable () throws -> Thing?) {
        Thread.detachNewThread {
            while true {
                self.isWanted.wait()
                if self.state.withLock({ $0.isStopped }) { return }
                let result = Result { try make() }
                self.state.withLock { $0.result = result }
                self.isMade.signal()
            }
        }
    }

    /// Goes through all things in their order, on the caller's thread.
    ///
    /// - Parameters:
    ///   - make: gives the next; `nil` behind the last. Never called twice at once.
    ///   - use: what to do with each.
    /// - Throws: what `use` throws, and what `make` throws when everything before it has been used.
    package static func each(
        _ make: @escaping @Sendable () throws -> Thing?,
        use: (Thing) throws -> Void
    ) throws {
        let work = WorkAhead(make)
        defer { work.stop() }
        work.isWanted.signal()
        while let thing = try work.made() {
            work.isWanted.signal()
            do {
                try use(thing)
            } catch {
                // Nothing goes on behind the caller's back.
                _ = try? work.made()
                throw error
            }
        }
    }

    private func made() throws -> Thing? {
        isMade.wait()
        return try state.withLock { $0.result }.get()
    }

    private func stop() {
        state.withLock { $0.isStopped = true }
        isWanted.signal()
    }
}
