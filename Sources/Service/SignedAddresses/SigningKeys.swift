internal import Foundation

/// The keys of audio URLs: the one that signs, and after a rotation the one before it, which is accepted for a while; pure.
struct SigningKeys: Sendable, Hashable {
    struct Previous: Sendable, Hashable {
        let key: SigningKey
        /// In seconds since 1970: then no URL of it can be in use any more.
        let acceptedUntil: Int64
    }

    let current: SigningKey
    let previous: Previous?

    init(current: SigningKey, previous: Previous? = nil) {
        self.current = current
        self.previous = previous
    }

    /// The key of that name, and until when it is accepted.
    func accepted(_ keyID: String) -> (key: SigningKey, until: Int64)? {
        if keyID == current.keyID { return (current, .max) }
        guard let previous, keyID == previous.key.keyID else { return nil }
        return (previous.key, previous.acceptedUntil)
    }

    /// The keys without a previous one that is over.
    func live(at now: Int64) -> SigningKeys {
        guard let previous, now >= previous.acceptedUntil else { return self }
        return SigningKeys(current: current)
    }

    /// The keys after a rotation.
    ///
    /// - Parameters:
    ///   - new: signs from now on.
    ///   - acceptedUntil: how long the present key is accepted; `nil`: no longer.
    /// - Returns: the new key, and the present one where it is accepted on.
    func rotated(to new: SigningKey, acceptedUntil: Int64?) -> SigningKeys {
        SigningKeys(current: new, previous: acceptedUntil.map { Previous(key: current, acceptedUntil: $0) })
    }
}

extension SigningKeys {
    /// The keys that a file holds: a line for the key that signs, and perhaps one for the key before, with the second at which it is over.
    init?(text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, lines.count <= 2,
            let current = SigningKey(text: first.trimmingCharacters(in: .whitespaces))
        else { return nil }
        guard lines.count == 2 else {
            self.init(current: current)
            return
        }
        let words = lines[1].split(separator: " ")
        guard words.count == 2, let key = SigningKey(text: words[0]), let until = Int64(words[1]) else { return nil }
        self.init(current: current, previous: Previous(key: key, acceptedUntil: until))
    }

    var text: String {
        current.text + "\n" + (previous.map { "\($0.key.text) \($0.acceptedUntil)\n" } ?? "")
    }
}
