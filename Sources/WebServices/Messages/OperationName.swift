/// The operations that are supported, by the value of a request's `Operation` attribute, with its case.
package enum OperationName: String, Hashable, Sendable, CaseIterable {
    case createSession = "CreateSession"
    case authenticate = "Authenticate"
    case logout = "Logout"
    case callRecIntAdd = "CallRecIntAdd"
    case callRecIntChange = "CallRecIntChange"
    case callRecIntDelete = "CallRecIntDelete"
    case callRecIntInfo = "CallRecIntInfo"
    case callRecIntList = "CallRecIntList"
}
