/// The codes of `<ErrorCode>`, each with its message: the one table of them.
///
/// Messages not known from the API's documentation are ours; what is wrong in particular may follow them in `<ErrorMessage>`.
///
/// Source: Web Services API, "Error codes".
///
/// | code | reached by (suite `ErrorCodeTests` unless named) |
/// |---|---|
/// | 10000 | "A value that cannot be kept is refused whole …", "Properties that contradict the form are refused" |
/// | 10001 | reserved: there is no switch for the API alone |
/// | 10101, 10102 | "Each code is reached" |
/// | 10103 | "A verifier that does not open is an internal resource that cannot be resolved" |
/// | 10104 | "A registry that cannot be read or written is unavailable" |
/// | 10105 | reserved: there is no maintenance mode; a backup does not stop the service |
/// | 10107 | "A record that changed meanwhile is not overwritten" |
/// | 10301, 10302, 10305 | "Each code is reached" |
/// | 10307 | `SignInTests`, "A locked user is refused even with the right password …" |
/// | 10313 | reserved: passwords have no age here |
/// | 10511, 10512, 10514 | "Each code is reached", and `PermissionTests` |
/// | 10700 | reserved: the licence is the feature switch, which answers 10701 |
/// | 10701 | "Each code is reached" |
/// | 10702 | reserved: who may administer is told by 10511 |
/// | 11011, 11012, 11013, 11110, 11113, 11131 | "Each code is reached", and `CallRecIntChangeTests` |
/// | 11400, 11401, 11402, 11403 | "Each code is reached" |
package enum ErrorCode: Int, Sendable, Hashable, CaseIterable {
    case unknownError = 10000
    case notEnabled = 10001
    case invokeIDMissing = 10101
    case operationUnknown = 10102
    case resourceUnresolved = 10103
    case databaseUnavailable = 10104
    case maintenance = 10105
    case recordChanged = 10107
    case sessionIDMissing = 10301
    case sessionInvalid = 10302
    case notAuthenticated = 10305
    case accountLocked = 10307
    case passwordExpired = 10313
    case noPermission = 10511
    case outsideTelephonyServer = 10512
    case outsidePartition = 10514
    case featureNotLicensed = 10700
    case featureNotEnabled = 10701
    case featureNotPermitted = 10702
    case telSysIDMissing = 11011
    case telSysIDMalformed = 11012
    case telephonyServerUnknown = 11013
    case partitionMissing = 11110
    case partitionUnknown = 11113
    case partitionMismatch = 11131
    case callRecIntGUIDMissing = 11400
    case callRecIntUnknown = 11401
    case callRecIntTypeMissing = 11402
    case callRecIntTypeUnsupported = 11403

    /// Codes that the API has but nothing here answers with; see the table for why.
    package static let reserved: Set<ErrorCode> = [
        .notEnabled, .maintenance, .passwordExpired, .featureNotLicensed, .featureNotPermitted,
    ]

    /// The sentence in `<ErrorMessage>`.
    package var message: String {
        switch self {
        case .unknownError: "An unknown error was encountered when performing the request."
        case .notEnabled: "Web Services API has not been enabled to complete the request."
        case .invokeIDMissing: "Invoke ID is not specified within the request."
        case .operationUnknown:
            "Operation is either not specified within the request or the specified operation is not supported."
        case .resourceUnresolved:
            "The requested operation failed because an internal application resource cannot be resolved."
        case .databaseUnavailable: "The application's database is currently unavailable. Try again in a few minutes."
        case .maintenance: "Maintenance or a database backup is in progress. Try again later."
        case .recordChanged: "The record could not be read or has been changed in the meantime. Read it again."
        case .sessionIDMissing: "Session ID is not specified within the request."
        case .sessionInvalid: "The specified session is invalid or has expired."
        case .notAuthenticated: "The session is not authenticated."
        case .accountLocked: "Too many failed attempts to sign in. Try again later."
        case .passwordExpired: "The password must be changed."
        case .noPermission: "The user does not have the administrative permission to perform the request."
        case .outsideTelephonyServer: "The target is outside the user's Telephony Server scope."
        case .outsidePartition: "The target is outside the user's Partition scope."
        case .featureNotLicensed: "The call recording integration feature is not licensed."
        case .featureNotEnabled: "The call recording integration feature is not enabled."
        case .featureNotPermitted: "The call recording integration feature is not permitted for the user."
        case .telSysIDMissing: "Telephony Server ID is not specified."
        case .telSysIDMalformed: "Telephony Server ID is malformed."
        case .telephonyServerUnknown: "The specified Telephony Server does not exist."
        case .partitionMissing: "Partition is not specified."
        case .partitionUnknown: "The specified Partition does not exist."
        case .partitionMismatch: "The specified Partition does not belong to the specified Telephony Server."
        case .callRecIntGUIDMissing: "Call Recording Integration GUID is not specified."
        case .callRecIntUnknown: "The specified Call Recording Integration entry does not exist."
        case .callRecIntTypeMissing: "Call Recording Integration type is not specified."
        case .callRecIntTypeUnsupported: "The specified Call Recording Integration type is not supported."
        }
    }
}
