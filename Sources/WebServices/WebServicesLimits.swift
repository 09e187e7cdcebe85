/// How much a request may hold, and how much is kept for its sender.
///
/// Values longer than the registry takes are refused by the registry's own limits.
package struct WebServicesLimits: Sendable, Hashable {
    /// The longest request body, in bytes.
    package var bodyBytes = 256 * 1024
    /// The longest body of somebody who has not signed in, in bytes: a session is made, and signed in on, with far fewer.
    package var bodyBytesBeforeSignIn = 16 * 1024
    /// How deep elements may be nested; an envelope around a request with containers needs 8.
    package var depth = 16
    package var elements = 1_000
    /// Of one element, declarations of namespaces among them.
    package var attributesPerElement = 64
    /// Of the whole request.
    package var attributes = 2_000
    /// The longest name of an element or attribute, in bytes.
    package var nameBytes = 256
    package var properties = 64
    /// The longest `InvokeID`, in characters.
    package var invokeIDLength = 128
    /// The longest list of property names, in characters.
    package var fieldListLength = 1_024
    /// The longest part of a refused name that is repeated in a message, in characters.
    package var quotedLength = 64
    /// The most entries that one `CallRecIntList` answers with.
    package var listedEntries = 10_000
    package var sessions = SessionLimits()
    package var lockouts = LockoutLimits()

    package init() {}
}
