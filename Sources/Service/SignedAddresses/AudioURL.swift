internal import Foundation
internal import Recordings

/// The parts of an audio URL that its signature covers.
struct AudioURL: Hashable, Sendable {
    /// The paths of all of them, as the router and what is counted name them.
    static let route = "/v1/audio/{entry}/{recording}"

    let entry: CallRecIntGUID
    let recording: RecordingID
    let username: String
    /// When it stops working, in seconds since 1970.
    let expiresAt: Int64
    let keyID: String

    /// Reads when a URL stops working; only as it is written, so that one URL has one spelling.
    static func expiry(_ text: some StringProtocol) -> Int64? {
        guard let seconds = Int64(text), String(seconds).utf8.elementsEqual(text.utf8) else { return nil }
        return seconds
    }

    /// The path, without any prefix.
    var path: String {
        "/v1/audio/\(Self.escape(entry.rawValue))/\(recording)"
    }

    /// What is signed: every part on a line of its own; none of them can hold a line break.
    var signedText: String {
        "\(path)\n\(username)\n\(expiresAt)\n\(keyID)"
    }

    /// The whole address with its signature, behind `prefix`.
    func address(prefix: String, signature: String) -> String {
        "\(prefix)\(path)?user=\(Self.escape(username))&exp=\(expiresAt)&kid=\(keyID)&sig=\(signature)"
    }

    /// Percent-encodes all but the unreserved characters and the colon, which a path segment may have (RFC 3986 §3.3).
    private static func escape(_ text: String) -> String {
        // Most names need no escaping, and looking costs far less than doing.
        if text.utf8.allSatisfy(isAllowed) { return text }
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    private static let allowed = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:"
    )
}
