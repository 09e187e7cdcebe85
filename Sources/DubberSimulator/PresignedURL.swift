import Crypto
package import Foundation
internal import Sharing

/// Path and query of an audio file that may be fetched without a token until they expire.
///
/// The signature covers what the text means, not how it is percent-encoded: a client that normalises `%2f` or `%2F` is served, as at S3,
/// which signs the decoded text in an encoding of its own. What means something else, or stands in another order, breaks it.
///
/// Source: Dubber API, Audio: fetched byte for byte as given (A); shape and lifetime as S3's (D); AWS Signature Version 4, canonical request.
package struct PresignedURL: Sendable {
    package enum Verdict: Hashable, Sendable {
        case valid
        case expired
        case signatureMismatch
    }

    private static let signatureMark = "&X-Amz-Signature="

    private let key: SymmetricKey

    /// Signs with a key of its own, so that URLs of another simulator are refused.
    package init() {
        key = SymmetricKey(size: .bits256)
    }

    /// Path and query of a file, signed.
    ///
    /// - Parameters:
    ///   - path: percent-encoded as it will be requested.
    ///   - region: named in the query.
    ///   - contentType: named in the query.
    ///   - issued: the beginning of the lifetime, in whole seconds.
    ///   - lifetimeSeconds: how long the URL is good for.
    /// - Returns: to be requested exactly so.
    package func target(
        path: String,
        region: String,
        contentType: String,
        issued: Date,
        lifetimeSeconds: Int
    ) -> String {
        let date = DubberDates.compact(issued)
        // %2F, %20 and %2B are what libraries like to re-encode.
        let unsigned =
            "\(path)?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=SIMULATOR%2F\(date.prefix(8))%2F\(region)%2Fs3%2Faws4_request"
            + "&X-Amz-Date=\(date)&X-Amz-Expires=\(lifetimeSeconds)&X-Amz-SignedHeaders=host"
            + "&response-content-disposition=inline%3B%20filename%3D%22call%2Brecording%22"
            + "&response-content-type=\(contentType.replacing("/", with: "%2F"))"
        let signature = HMAC<SHA256>.authenticationCode(for: Self.signedBytes(unsigned), using: key)
        return unsigned + Self.signatureMark + Data(signature).base64URL
    }

    /// Judges path and query as they were requested with GET.
    package func verdict(target: String, now: Date) -> Verdict {
        guard let mark = target.range(of: Self.signatureMark) else { return .signatureMismatch }
        let unsigned = String(target[..<mark.lowerBound])
        let signatureText = target[mark.upperBound...].removingPercentEncoding ?? ""
        guard let signature = Data(base64URL: signatureText[...]),
            HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: Self.signedBytes(unsigned), using: key),
            let query = Self.canonical(unsigned).split(separator: "?", maxSplits: 1).last,
            let fields = FormFields(String(query)),
            let issued = fields["X-Amz-Date"].flatMap({ DubberDates.date(compact: $0) }),
            let lifetimeSeconds = fields["X-Amz-Expires"].flatMap({ Int($0) })
        else { return .signatureMismatch }
        return now < issued.addingTimeInterval(Double(lifetimeSeconds)) ? .valid : .expired
    }

    private static func signedBytes(_ unsigned: String) -> Data {
        Data("GET\n\(canonical(unsigned))".utf8)
    }

    /// Every part in one encoding, so that two spellings of one address are the same bytes and two addresses never are.
    private static func canonical(_ target: String) -> String {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves[0].split(separator: "/", omittingEmptySubsequences: false).map { encoded($0) }
        let query = halves.dropFirst().joined(separator: "").split(separator: "&", omittingEmptySubsequences: false).map
        { pair in
            pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { encoded($0.replacing("+", with: "%20")[...]) }.joined(separator: "=")
        }
        return path.joined(separator: "/") + "?" + query.joined(separator: "&")
    }

    private static func encoded(_ part: Substring) -> String {
        let plain = part.removingPercentEncoding ?? String(part)
        return plain.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? plain
    }
}
