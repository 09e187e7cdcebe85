internal import CWriteAheadLog
internal import GRDB
internal import Synchronization

/// Tells whether any process has committed to the registry since it was last read, from memory that SQLite shares among them: a few nanoseconds, no I/O.
final class CommitWatch: Sendable {
    /// The database as of some commit.
    struct Mark: Sendable {
        fileprivate let value: wal_index_mark
    }

    private struct State: @unchecked Sendable {
        /// Of the connection that writes; `nil` once that is closed, or where SQLite is not as it is known.
        var header: UnsafeRawPointer?
        var seen: wal_index_mark?
    }

    private let state: Mutex<State>

    init(_ pool: DatabasePool) {
        let header = pool.unsafeReentrantWrite { db in
            db.sqliteConnection.flatMap { wal_index_header(UnsafeMutableRawPointer($0)) }
        }
        state = Mutex(State(header: header, seen: nil))
    }

    /// Whether there is a commit that was not read yet.
    var isBehind: Bool {
        state.withLock { state in
            guard let header = state.header else { return false }
            return state.seen.map { wal_index_is(header, $0) == 0 } ?? true
        }
    }

    /// To be taken before reading: what is committed meanwhile is then seen the next time.
    var mark: Mark? {
        state.withLock { state in state.header.map { Mark(value: wal_index_read($0)) } }
    }

    /// What was committed up to a mark has been read.
    func saw(_ mark: Mark?) {
        guard let mark else { return }
        state.withLock { $0.seen = mark.value }
    }

    /// The memory is about to be let go of.
    func stop() {
        state.withLock { $0.header = nil }
    }
}
