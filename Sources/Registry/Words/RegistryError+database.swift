internal import Foundation
internal import GRDB
internal import Storage

extension RegistryError {
    /// What a failure below means to the registry's callers.
    ///
    /// The text of a database error names statements, never their arguments, so no secret gets into it.
    init(_ error: any Error, databasePath: String) {
        switch error {
        case let error as RegistryError:
            self = error
        case KeptDatabase.Fault.newerSchema:
            self = .newerSchema(path: databasePath)
        case KeptDatabase.Fault.damaged(let problem):
            self = .damaged(path: databasePath, problem: problem)
        case let error as SystemFailure:
            let folder = (databasePath as NSString).deletingLastPathComponent
            self = .directoryNotUsable(path: folder, problem: error.problem)
        case let refusal as ObjectRefusal:
            self = .objectRefused(refusal)
        case is CancellationError:
            self = .cancelled
        case let error as DatabaseError:
            self.init(error, databasePath: databasePath)
        default:
            self = .storageFailed(problem: String(describing: type(of: error)))
        }
    }

    private init(_ error: DatabaseError, databasePath: String) {
        if let fault = KeptDatabase.damage(error) {
            self.init(fault, databasePath: databasePath)
            return
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        default: self = .storageFailed(problem: error.message ?? error.resultCode.description)
        }
    }
}
