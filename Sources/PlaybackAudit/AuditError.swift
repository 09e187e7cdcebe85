/// Why the audit could not be opened, written or read.
package enum AuditError: Error, Hashable, Sendable {
    /// The file cannot be made or opened.
    case notUsable(path: String, problem: String)
    /// The file is not an audit of ours; it is left as it is.
    case damaged(path: String, problem: String)
    /// The audit was made by a newer version of the program.
    case newerSchema(path: String)
    /// The disk is full, read-only or failing: nothing can be noted, so nothing is played.
    case notWritable(problem: String)
    /// More playbacks are open than may be.
    case tooManyPlaybacks
    /// The service is being stopped.
    case stopped

    /// The stable word for logs, metrics and answers.
    package var reason: String {
        switch self {
        case .notUsable: "auditNotUsable"
        case .damaged: "auditDamaged"
        case .newerSchema: "auditNewerSchema"
        case .notWritable: "auditNotWritable"
        case .tooManyPlaybacks: "auditTooManyPlaybacks"
        case .stopped: "stopping"
        }
    }
}

extension AuditError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notUsable(let path, let problem):
            "The audit \(path) cannot be used: \(problem)."
        case .damaged(let path, let problem):
            "The audit \(path) cannot be used and was left as it is: \(problem). Move it aside to begin a new one."
        case .newerSchema(let path):
            "The audit \(path) was made by a newer version of this program. Run that version."
        case .notWritable(let problem):
            "The audit cannot be written: \(problem)."
        case .tooManyPlaybacks:
            "More playbacks are under way than the audit follows."
        case .stopped:
            "The audit is being closed."
        }
    }
}
