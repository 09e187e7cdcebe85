/// Why a body is not a request at all: answered by 400 or 413, or by a SOAP fault, and nothing of it is performed.
package enum RequestFault: Error, Hashable, Sendable {
    case bodyTooLarge
    /// A character encoding that is not known here, or several.
    case encodingUnknown
    /// Bytes that the character encoding does not have.
    case encodingRefused
    case notWellFormed
    /// A document type declaration: the only way to entities of one's own.
    case doctypeRefused
    case instructionRefused
    case tooDeep
    case tooManyElements
    case tooManyAttributes
    case nameTooLong
    /// The root, or what the envelope carries, is not a `Request`.
    case notARequest
    /// One of the elements that a request has once occurs twice.
    case elementRepeated
    /// One of those elements is nil by `xsi:nil` and has content, or that is no boolean.
    case nilContradictory
    case invokeIDTooLong
    /// An envelope of neither SOAP 1.1 nor SOAP 1.2.
    case envelopeVersionUnknown
    /// A SOAP header that must be understood, and is not.
    case headerNotUnderstood

    /// The stable word for logs and metrics.
    package var reason: String {
        switch self {
        case .bodyTooLarge: "bodyTooLarge"
        case .encodingUnknown: "encodingUnknown"
        case .encodingRefused: "encodingRefused"
        case .notWellFormed: "notWellFormed"
        case .doctypeRefused: "doctypeRefused"
        case .instructionRefused: "instructionRefused"
        case .tooDeep: "tooDeep"
        case .tooManyElements: "tooManyElements"
        case .tooManyAttributes: "tooManyAttributes"
        case .nameTooLong: "nameTooLong"
        case .notARequest: "notARequest"
        case .elementRepeated: "elementRepeated"
        case .nilContradictory: "nilContradictory"
        case .invokeIDTooLong: "invokeIDTooLong"
        case .envelopeVersionUnknown: "envelopeVersionUnknown"
        case .headerNotUnderstood: "headerNotUnderstood"
        }
    }

    /// A sentence for whoever sent the body.
    var message: String {
        switch self {
        case .bodyTooLarge: "The request is too large."
        case .encodingUnknown:
            "The request's character encoding is none of UTF-8, UTF-16, US-ASCII, ISO-8859-1 and Windows-1252."
        case .encodingRefused: "The request is not written in the character encoding that it is said to be."
        case .notWellFormed: "The request is not well-formed XML."
        case .doctypeRefused: "The request has a document type declaration, which is not accepted."
        case .instructionRefused: "The request has a processing instruction, which is not accepted."
        case .tooDeep: "The request's elements are nested too deep."
        case .tooManyElements: "The request has too many elements."
        case .tooManyAttributes: "The request, or one of its elements, has too many attributes."
        case .nameTooLong: "The request has a name that is too long."
        case .notARequest: "There is no Request element where it is expected."
        case .elementRepeated: "The request has an element twice that may occur once."
        case .nilContradictory: "The request has an element that is nil and has a value."
        case .invokeIDTooLong: "The request's Invoke ID is too long."
        case .envelopeVersionUnknown: "The envelope is neither SOAP 1.1 nor SOAP 1.2."
        case .headerNotUnderstood: "The envelope has a header that must be understood and is not."
        }
    }
}
