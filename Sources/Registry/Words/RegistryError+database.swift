internal import Foundation
internal import GRDB

extension RegistryError {
    /// What a failure below means to the registry's callers.
    ///
    /// The text of a database error names statements, never their arguments, so no secret gets into it.
    init(_ error: any Error, databasePath: String) {
        switch error {
        case let error as RegistryError:
            self = error
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
        let problem = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .busy
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(path: databasePath, problem: problem)
        default:
            self = .storageFailed(problem: problem)
        }
    }
}
