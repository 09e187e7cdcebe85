package import Recordings

/// Why the registry could not be opened, read or changed; each case is something that an administrator or a caller does differently.
package enum RegistryError: Error, Hashable, Sendable {
    /// The data directory cannot be created, read or written.
    case directoryNotUsable(path: String, problem: String)
    /// The database is not one, not ours, or fails its check. It is left as it is.
    case damaged(path: String, problem: String)
    /// The database was made by a newer version of the program.
    case newerSchema(path: String)
    /// The database holds sealed values, but the file with their key is gone.
    case keyMissing(path: String)
    /// The key file does not hold the key that the database's values are sealed with.
    case keyWrong(path: String)
    /// A key that was given is none, or not the right one for what was asked.
    case keyRefused(problem: String)
    /// The registry is open in another process, and what was asked needs it alone.
    case inUse(path: String)
    /// A sealed value does not open where it is: it was changed, or moved from elsewhere.
    case sealedValueRefused(table: String, column: String, row: String)
    /// Another process is writing for longer than the limit.
    case busy
    /// The disk is full, read-only or failing.
    case storageFailed(problem: String)
    /// The caller gave up.
    case cancelled
    /// The import file was refused, and nothing of it was kept. The line is counted from 1; `nil` when it cannot be told.
    case importRefused(line: Int?, path: String, problem: String)
    case tokenNameTaken(String)
    case tokenNameRefused(problem: String)
    case tokenUnknown(String)
    case entryUnknown(CallRecIntGUID)
    /// An entry that was to be added is there already.
    case entryExists(CallRecIntGUID)
    /// The entry is no longer the one that a change was made from.
    case entryChanged(CallRecIntGUID)
    /// The Telephony Server or Partition that an entry is to belong to does not exist.
    case scopeUnknown(Scope)
    case userUnknown(String)
    case passwordRefused(problem: String)
    /// A change of one object is not made, for a reason that its sender can do something about.
    case objectRefused(ObjectRefusal)

    /// The stable word for logs, metrics and answers.
    package var reason: String {
        switch self {
        case .directoryNotUsable: "dataDirectoryNotUsable"
        case .damaged: "registryDamaged"
        case .newerSchema: "registryNewerSchema"
        case .keyMissing: "registryKeyMissing"
        case .keyWrong: "registryKeyWrong"
        case .keyRefused: "registryKeyRefused"
        case .inUse: "registryInUse"
        case .sealedValueRefused: "sealedValueRefused"
        case .busy: "registryBusy"
        case .storageFailed: "registryStorageFailed"
        case .cancelled: "cancelled"
        case .importRefused: "importRefused"
        case .tokenNameTaken: "tokenNameTaken"
        case .tokenNameRefused: "tokenNameRefused"
        case .tokenUnknown: "tokenUnknown"
        case .entryUnknown: "entryUnknown"
        case .entryExists: "entryExists"
        case .entryChanged: "entryChanged"
        case .scopeUnknown: "scopeUnknown"
        case .userUnknown: "userUnknown"
        case .passwordRefused: "passwordRefused"
        case .objectRefused(let refusal): refusal.reason
        }
    }
}

extension RegistryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .directoryNotUsable(let path, let problem):
            "The data directory \(path) cannot be used: \(problem)."
        case .damaged(let path, let problem):
            "The registry \(path) cannot be used and was left as it is: \(problem). Restore it from a backup."
        case .newerSchema(let path):
            "The registry \(path) was made by a newer version of this program. Run that version."
        case .keyMissing(let path):
            "The key \(path) is missing, but the registry holds values sealed with it. Restore the key from a backup."
        case .keyWrong(let path):
            "The key \(path) is not the one that the registry's values are sealed with. Restore the key from a backup."
        case .keyRefused(let problem):
            "The key of the registry's sealed values \(problem)."
        case .inUse(let path):
            "The registry \(path) is open in another process. Stop the service, and try again."
        case .sealedValueRefused(let table, let column, let row):
            "The sealed value \(table).\(column) of \(row) does not open: it was changed or moved. Restore a backup."
        case .busy:
            "The registry is being written by another process. Try again."
        case .storageFailed(let problem):
            "The registry cannot be read or written: \(problem)."
        case .cancelled:
            "The work on the registry was cancelled."
        case .importRefused(let line, let path, let problem):
            "\(line.map { "line \($0): " } ?? "")\(path.isEmpty ? "" : "\(path): ")\(problem)"
        case .tokenNameTaken(let name):
            "A token named \"\(name)\" exists, or existed and was revoked. Choose another name."
        case .tokenNameRefused(let problem):
            "The token's name \(problem)."
        case .tokenUnknown(let name):
            "No token is named \"\(name)\"."
        case .entryUnknown(let guid):
            "No integration entry has the GUID \(guid)."
        case .entryExists(let guid):
            "An integration entry with the GUID \(guid) exists already."
        case .entryChanged(let guid):
            "The integration entry \(guid) was changed by somebody else in the meantime. Look at it again."
        case .scopeUnknown(let scope):
            "There is no \(scope)."
        case .userUnknown(let username):
            "No user is named \"\(username)\"."
        case .passwordRefused(let problem):
            "The password \(problem)."
        case .objectRefused(let refusal):
            refusal.description
        }
    }
}
