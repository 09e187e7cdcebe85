/// Why something was not done; each case is something that the caller does differently.
package enum PostgresFailure: Error, Hashable, Sendable {
    /// There is no connection, or it broke. With `wasSent` it is not known whether the statement took effect: whoever changed something looks before it
    /// does so again.
    case unreachable(problem: String, wasSent: Bool)
    /// No answer came in time, and the connection was given up: as `unreachable` with `wasSent`.
    case late
    /// Nothing happened, and may succeed when it is tried again: another transaction was in the way, or there were too many.
    case busy(problem: String)
    /// A rule of the table holds against it; by which name, where it has one.
    case refused(constraint: String?, problem: String)
    /// The server is none that can be used; waiting does not help.
    case unsuitable(problem: String)
    /// The statement or the table is another than this program knows.
    case wrong(sqlState: String, problem: String)
    /// The pool is closed, or has more to do than it takes.
    case closed, overloaded
    /// Nobody waits for it any more.
    case cancelled

    /// What a server says of a statement that it did not execute.
    ///
    /// - Parameters:
    ///   - sqlState: five characters; the first two are the class.
    ///   - problem: in the server's words.
    ///   - constraint: that is violated.
    /// - Note: Source: PostgreSQL's manual, Appendix A.
    package init(sqlState: String, problem: String, constraint: String?) {
        self =
            switch sqlState {
            // Serialization, deadlock, lock not to be had, statement's time over, too many connections, disk full.
            case "40001", "40P01", "55P03", "57014", "53300", "53100", "53200", "53000": .busy(problem: problem)
            // The server stops or starts, or is not the one that may write; also for a commit, of which then nothing is known.
            case "57P01", "57P02", "57P03", "57P05", "25006": .unreachable(problem: problem, wasSent: true)
            case _ where sqlState.hasPrefix("08"): .unreachable(problem: problem, wasSent: true)
            case _ where sqlState.hasPrefix("23"): .refused(constraint: constraint, problem: problem)
            default: .wrong(sqlState: sqlState, problem: problem)
            }
    }

    /// Whether it may have happened all the same.
    package var leavesUnknown: Bool {
        switch self {
        case .unreachable(_, let wasSent): wasSent
        case .late, .cancelled: true
        case .busy, .refused, .unsuitable, .wrong, .closed, .overloaded: false
        }
    }
}
