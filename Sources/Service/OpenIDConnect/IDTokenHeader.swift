internal import Foundation
internal import Sharing

/// What an ID token says of its signature, looked at before anything is verified.
///
/// Source: RFC 7515 §4.1.
struct IDTokenHeader: Sendable, Hashable {
    /// The longest token that is looked at, in bytes.
    static let maximumTokenBytes = 65_536

    private struct Fields: Decodable {
        let alg: String?
        let kid: String?
        let crit: [String]?
    }

    let algorithm: String
    let keyID: String?

    /// - Throws: `malformed`, `algorithm`, `critical`.
    init(of token: String) throws(IDTokenFault) {
        let parts =
            token.utf8.count <= Self.maximumTokenBytes
            ? token.split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 3, parts.allSatisfy({ Data(base64URL: $0) != nil }),
            let fields = Data(base64URL: parts[0]).flatMap({ try? JSONDecoder().decode(Fields.self, from: $0) })
        else { throw .malformed }
        guard let name = fields.alg, ProviderKeys.algorithms.contains(name), !parts[2].isEmpty else { throw .algorithm }
        guard fields.crit == nil else { throw .critical }
        algorithm = name
        keyID = fields.kid
    }
}
