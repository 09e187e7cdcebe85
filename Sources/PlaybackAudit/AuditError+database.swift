internal import GRDB
internal import Storage

extension AuditError {
    /// What a failure of the file means to the audit's callers.
    init(_ error: any Error, path: String) {
        switch KeptDatabase.damage(error) ?? error {
        case let error as AuditError: self = error
        case KeptDatabase.Fault.newerSchema: self = .newerSchema(path: path)
        case KeptDatabase.Fault.damaged(let problem): self = .damaged(path: path, problem: problem)
        case let error as SystemFailure: self = .notUsable(path: path, problem: error.problem)
        default: self = .notUsable(path: path, problem: Self.problem(error))
        }
    }

    /// The kind of a failure below; its arguments stay out of it.
    static func problem(_ error: any Error) -> String {
        (error as? DatabaseError)?.message ?? String(describing: type(of: error))
    }
}
