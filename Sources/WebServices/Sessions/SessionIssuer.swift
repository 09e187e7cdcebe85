internal import Crypto
internal import Foundation
internal import Sharing

/// Makes session ids that carry their own time and proof, and tells later whether an id is one of them: nothing is kept of a session until somebody
/// signs in on it, so that no number of new ones pushes anybody's out.
///
/// An id is 16 bytes: when it was made (seconds since 1970, 4), random (6), and the first 6 of an HMAC over those. The nonce is another HMAC, of the
/// id: it need not be kept either.
struct SessionIssuer: Sendable {
    private static let timeBytes = 4
    private static let randomBytes = 6
    private static let proofBytes = 6
    private static let nonceBytes = 16

    private enum Purpose: UInt8 {
        case proof = 1
        case nonce = 2
    }

    /// Of this process alone: a session ends with it.
    private let key = SymmetricKey(size: .bits256)
    private let lifetimeSeconds: TimeInterval

    /// - Parameter lifetimeSeconds: how long after it was made an id may be signed in on.
    init(lifetimeSeconds: TimeInterval) {
        self.lifetimeSeconds = lifetimeSeconds
    }

    /// A new session.
    ///
    /// - Returns: 32 upper-case and 32 lower-case hex digits.
    ///
    /// Source: Web Services API, "Session".
    func issue(now: Date) -> (id: String, nonce: String) {
        let time = Self.seconds(now)
        var bytes = (0..<Self.timeBytes).map { UInt8(truncatingIfNeeded: time >> UInt32(24 - 8 * $0)) }
        bytes += (0..<Self.randomBytes).map { _ in UInt8.random(in: .min ... .max) }
        bytes += code(bytes, .proof).prefix(Self.proofBytes)
        return (Self.text(bytes), nonce(bytes))
    }

    /// The one spelling of an id.
    private static func text(_ id: [UInt8]) -> String {
        HexText.lowercase(id).uppercased()
    }

    /// The nonce of a session.
    ///
    /// - Returns: `nil` when the id is not one of ours, or too old.
    func nonce(of id: String, now: Date) -> String? {
        guard let bytes = HexText.bytes(id), Self.text(bytes) == id,
            bytes.count == Self.timeBytes + Self.randomBytes + Self.proofBytes
        else { return nil }
        let proof = code(bytes.prefix(Self.timeBytes + Self.randomBytes), .proof).prefix(Self.proofBytes)
        guard zip(proof, bytes.suffix(Self.proofBytes)).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 else {
            return nil
        }
        let time = bytes.prefix(Self.timeBytes).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        // A clock that was set back makes an id no older and no more lasting.
        let age = Int64(Self.seconds(now)) - Int64(time)
        guard abs(Double(age)) < lifetimeSeconds else { return nil }
        return nonce(bytes)
    }

    private func nonce(_ id: [UInt8]) -> String {
        HexText.lowercase(code(id, .nonce).prefix(Self.nonceBytes))
    }

    private func code(_ bytes: some Collection<UInt8>, _ purpose: Purpose) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: [purpose.rawValue] + bytes, using: key))
    }

    private static func seconds(_ date: Date) -> UInt32 {
        UInt32(clamping: Int64(date.timeIntervalSince1970))
    }
}
