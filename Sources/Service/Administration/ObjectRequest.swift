internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Recordings
internal import Registry

/// Reads what a request says of one object, or of several lines.
enum ObjectRequest {
    /// The longest body of one object, in bytes: every field of its greatest length, each character escaped.
    static let maximumBodyBytes = 256 * 1024
    static let json = "application/json"
    static let mergePatch = "application/merge-patch+json"
    static let idempotencyKey = "Idempotency-Key"
    static let conditions = ["If-Match", "If-None-Match"]

    /// The body, as it came and as JSON.
    ///
    /// - Parameters:
    ///   - request: with the body.
    ///   - types: the media types that it may have; a client that says none means the first.
    /// - Returns: both.
    /// - Throws: 400 for what is no JSON, 413, 415.
    static func body(of request: Request, types: [String]) async throws -> (bytes: Data, json: JSONValue) {
        if let stated = request.headers[.contentType] {
            let type = stated.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
            guard types.contains(type) else { throw typeUnknown(types, isPatch: request.method == .patch) }
        }
        let buffer = try await request.body.collect(upTo: maximumBodyBytes)
        let bytes = Data(buffer.readableBytesView)
        do throws(JSONFault) {
            return (bytes, try JSONValue(reading: bytes))
        } catch {
            throw Problem(
                status: 400,
                code: "bodyNotJSON",
                title: "Not JSON",
                detail: "The body is not JSON: \(error.line.map { "line \($0): " } ?? "")\(error.problem)"
            )
        }
    }

    private static func typeUnknown(_ types: [String], isPatch: Bool) -> Problem {
        Problem(
            status: 415,
            code: "mediaTypeNotSupported",
            title: "Media type not supported",
            detail: "A body at this address is \(types.joined(separator: " or ")).",
            // Source: RFC 5789 §2.2, RFC 9110 §15.5.16.
            headers: [isPatch ? "Accept-Patch" : "Accept": types.joined(separator: ", ")]
        )
    }

    /// In which state of the object the request is meant.
    ///
    /// A tag counts whether strong or weak: it is ours, of what is stored and not of bytes, and whoever compresses answers on their way makes it weak.
    ///
    /// - Throws: 400 for a field that has no tag at all, which could never hold.
    static func conditions(of headers: HTTPFields) throws(Problem) -> ObjectConditions {
        ObjectConditions(match: try tags(.ifMatch, headers), noneMatch: try tags(.ifNoneMatch, headers))
    }

    private static func tags(
        _ name: HTTPField.Name,
        _ headers: HTTPFields
    ) throws(Problem) -> ObjectConditions.Tags? {
        let value = headers[values: name].joined(separator: ",").trimmingCharacters(in: .whitespaces)
        guard headers.contains(name) else { return nil }
        guard value != "*" else { return .any }
        let tags = EntityTag.list(value)
        guard !tags.isEmpty else {
            throw badField("\(name.rawName) must be * or ETags as they were told, in their quotes.")
        }
        return .some(tags.map(\.opaque))
    }

    /// What a client says of a request that it may send again; `nil` where it says nothing.
    ///
    /// - Throws: 400 for a key that is none.
    static func idempotencyKey(
        of request: Request,
        _ context: ServiceRequestContext,
        body: Data
    ) throws(Problem) -> IdempotencyKey? {
        let values = HTTPField.Name(idempotencyKey).map { request.headers[values: $0] } ?? []
        guard let text = values.first else { return nil }
        guard values.count == 1, !text.isEmpty, text.unicodeScalars.count <= IdempotencyKey.maximumLength else {
            throw badField("\(idempotencyKey) must be one text of 1 to \(IdempotencyKey.maximumLength) characters.")
        }
        let requester =
            switch try context.known.name {
            case .token(let name): "token \(name)"
            case .person(let name): "person \(name)"
            }
        return IdempotencyKey(text, requester: requester, path: request.uri.path, body: body)
    }

    private static func badField(_ detail: String) -> Problem {
        Problem(status: 400, code: "badHeaderField", title: "Bad header field", detail: detail)
    }
}
