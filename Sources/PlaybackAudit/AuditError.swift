/// Why the audit could not be opened, written or read.
package enum AuditError: Error, Hashable, Sendable {
    /// The file cannot be made or opened.
    case notUsable(path: String, problem: String)
    /// The file is not an audit of ours; it is left as it is.
    case damaged(path: String, problem: String)
    /// The audit was made by a newer version of the program.
    case newerSchema(path: String)
    /// The audit has a key, and the file with it is gone.
    case keyMissing(path: String)
    /// The key file does not hold the key that the audit was made with.
    case keyWrong(path: String)
    /// The key file cannot be read or made.
    case keyUnreadable(path: String, problem: String)
    /// An audit from before the key lies where the key's own should be.
    case keyOfAnother(path: String, key: String)
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
        case .keyMissing: "auditKeyMissing"
        case .keyWrong: "auditKeyWrong"
        case .keyUnreadable: "auditKeyUnreadable"
        case .keyOfAnother: "auditKeyOfAnother"
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
            "The audit \(path) cannot be used and was left as it is: \(problem). Restore a backup, or move it aside to begin a new one."
        case .newerSchema(let path):
            "The audit \(path) was made by a newer version of this program. Run that version."
        case .keyMissing(let path):
            "The key \(path) is missing, but the audit was made with one. Restore the key from where it is kept."
        case .keyWrong(let path):
            "The key \(path) is not the one that the audit was made with. Restore the key from where it is kept."
        case .keyUnreadable(let path, let problem):
            "The audit's key \(path) cannot be used: \(problem)."
        case .keyOfAnother(let path, let key):
            "The audit \(path) is from before it had a key, yet there is \(key): it was replaced. Restore the audit that the "
                + "key belongs to, or move the key aside to go on with this one."
        case .notWritable(let problem):
            "The audit cannot be written: \(problem)."
        case .tooManyPlaybacks:
            "More playbacks are under way than the audit follows."
        case .stopped:
            "The audit is being closed."
        }
    }
}
