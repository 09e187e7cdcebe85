internal import Dispatch
internal import Foundation
internal import Synchronization

/// Has things made on a thread of their own, each while the one before it is being used; never more than one ahead.
///
/// No thread of a pool: who uses them may hold what others of the pool wait for.
package final class WorkAhead<Part: Sendable, Thing: Sendable>: Sendable {
    private enum State {
        /// Nothing is to be made, yet or any more.
        case idle
        case begun(Part)
        case made(Result<Thing?, any Error>)
    }

    private let state = Mutex(State.idle)
    private let isWanted = DispatchSemaphore(value: 0)
    /// Once for each that was begun.
    private let isMade = DispatchSemaphore(value: 0)

    private init(_ make: @escaping @Sendable (Part) throws -> Thing) {
        Thread.detachNewThread {
            while true {
                self.isWanted.wait()
                guard case .begun(let part) = self.state.withLock({ $0 }) else { return }
                let result = Result<Thing?, any Error> { try make(part) }
                self.state.withLock { $0 = .made(result) }
                self.isMade.signal()
            }
        }
    }

    /// Goes through all things in their order, on the caller's thread.
    ///
    /// - Parameters:
    ///   - next: gives what the next is made from, on the caller's thread too; `nil` behind the last.
    ///   - make: makes it; never called twice at once.
    ///   - use: what to do with each.
    /// - Throws: what `use` throws, and what `next` and `make` throw when everything before it has been used. Nothing goes on behind the caller's back then.
    package static func each(
        _ next: () throws -> Part?,
        make: @escaping @Sendable (Part) throws -> Thing,
        use: (Thing) throws -> Void
    ) throws {
        let work = WorkAhead(make)
        defer { work.stop() }
        work.begin(Result { try next() })
        while let thing = try work.made() {
            work.begin(Result { try next() })
            try use(thing)
        }
    }

    private func begin(_ part: Result<Part?, any Error>) {
        switch part {
        case .success(let part?):
            state.withLock { $0 = .begun(part) }
            isWanted.signal()
        case .success(nil):
            state.withLock { $0 = .made(.success(nil)) }
            isMade.signal()
        case .failure(let error):
            state.withLock { $0 = .made(.failure(error)) }
            isMade.signal()
        }
    }

    /// Waits for what was begun; `nil` where there was nothing to make it from.
    private func made() throws -> Thing? {
        isMade.wait()
        let made = state.withLock { state in
            defer { state = .idle }
            return state
        }
        guard case .made(let result) = made else { return nil }
        return try result.get()
    }

    /// Waits for what was begun and nobody asked for, and ends the thread.
    private func stop() {
        if case .idle = state.withLock({ $0 }) {} else { isMade.wait() }
        state.withLock { $0 = .idle }
        isWanted.signal()
    }
}
