internal import Recordings
internal import Registry

/// Why an operation answers `Fail`.
struct OperationFailure: Error, Hashable {
    let code: ErrorCode
    /// What is wrong in particular, as a sentence; never a secret value.
    let detail: String?

    init(_ code: ErrorCode, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }

    /// The text of `<ErrorMessage>`.
    var message: String {
        [code.message, detail].compactMap(\.self).joined(separator: " ")
    }
}

extension OperationFailure {
    /// What a failure of the registry means to a client of the API.
    init(_ error: RegistryError) {
        switch error {
        case .entryUnknown: self.init(.callRecIntUnknown)
        case .entryChanged: self.init(.recordChanged)
        case .scopeUnknown(let scope):
            self.init(scope.partIDInTelSys == nil ? .telephonyServerUnknown : .partitionUnknown)
        case .busy, .storageFailed: self.init(.databaseUnavailable)
        case .damaged, .sealedValueRefused, .keyMissing, .keyWrong, .directoryNotUsable: self.init(.resourceUnresolved)
        default: self.init(.unknownError)
        }
    }
}
