internal import Crypto
internal import Foundation
internal import HummingbirdCore
internal import PlaybackAudit
package import Recordings

/// The readers of what comes from outside, without a service around them: for fuzzing.
package enum OutsideInputs {
    /// Reads the body of an availability request.
    ///
    /// - Returns: how many rows it has; `nil` when it is refused.
    package static func rows(_ body: [UInt8], maximum: Int) -> Int? {
        try? AvailabilityRequest(json: Data(body), maximumSegments: maximum).segments.count
    }

    /// Reads a query as the debug and audit addresses do.
    ///
    /// - Returns: what is wrong with what was read; `nil` when nothing is.
    package static func query(_ text: String) -> String? {
        let pairs = URI("/?" + text).queryParameters.map { (String($0.key), String($0.value)) }
        _ = try? DebugQuery(pairs)
        guard let asked = try? AuditRequest(QueryValues(pairs, of: AuditRequest.fields)) else { return nil }
        return (1..<10_000).contains(asked.query.limit) ? nil : "a limit of \(asked.query.limit)"
    }

    /// An audio address that was signed once.
    package struct SignedAddress: Sendable {
        package enum Verdict: Sendable {
            case refused
            case accepted
            case otherThanSigned
        }

        private static let lifetimeSeconds = 900
        private let url: AudioURL
        private let signer: URLSigner

        /// - Parameter recording: any id.
        package init(recording: RecordingID) {
            // Always the same, so that a seed means the same inputs.
            let key = SigningKey(text: "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=") ?? SigningKey()
            url = AudioURL(
                entry: CallRecIntGUID("6917876061b72704:62272b78:17c939e2202:-7d6f"),
                recording: recording,
                username: "team lead+1",
                expiresAt: 1_795_000_000,
                keyID: key.keyID
            )
            signer = URLSigner(
                keys: SigningKeyRing(SigningKeys(current: key)),
                lifetimeSeconds: Self.lifetimeSeconds,
                prefix: ""
            )
        }

        /// Path and query.
        package var target: String {
            signer.address(
                entry: url.entry,
                recording: url.recording,
                username: url.username,
                now: Date(timeIntervalSince1970: Double(url.expiresAt) - Double(Self.lifetimeSeconds))
            )
        }

        /// Reads an address as the audio route does, and checks its signature.
        package func accepts(_ target: String) -> Verdict {
            let uri = URI(target)
            let parts = uri.path.split(separator: "/", omittingEmptySubsequences: false).map {
                $0.removingPercentEncoding ?? String($0)
            }
            let query = uri.queryParameters
            guard parts.count == 5, parts[1] == "v1", parts[2] == "audio", let recording = RecordingID(parts[4]),
                let user = query["user"], let expiresAt = query["exp"].flatMap({ Int64($0) }), let keyID = query["kid"],
                let signature = query["sig"]
            else { return .refused }
            let asked = AudioURL(
                entry: CallRecIntGUID(parts[3]),
                recording: recording,
                username: String(user),
                expiresAt: expiresAt,
                keyID: String(keyID)
            )
            guard signer.acceptance(of: asked, signature: String(signature)) != nil else { return .refused }
            return asked == url ? .accepted : .otherThanSigned
        }
    }
}
