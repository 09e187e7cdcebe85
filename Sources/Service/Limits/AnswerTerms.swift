internal import Recordings

/// Where answers are counted.
enum AnswerPlace: Hashable, Sendable {
    /// Audio answers of one user, of one token, by one URL, to one address.
    case user(String)
    case token(String)
    case url(AudioURL)
    case address(String)
    /// Availability answers, and those of one token.
    case availability
    case availabilityOf(token: String)
}

/// By which right an answer is given.
enum AnswerRight: Hashable, Sendable {
    /// A signed URL's.
    case url(AudioURL)
    /// A token's, by its name; to an entry's audio, or to what belongs to none.
    case token(String, entry: CallRecIntGUID?)
}

/// What an answer is, where it is counted and by which right it is given.
struct AnswerTerms: Sendable {
    enum Kind: String, Sendable {
        case audio, availability
    }

    let kind: Kind
    let places: Set<AnswerPlace>
    let right: AnswerRight

    /// Audio by a signed URL.
    init(audio url: AudioURL, address: String) {
        kind = .audio
        places = [.user(url.username), .url(url), .address(address)]
        right = .url(url)
    }

    /// Audio by an administrator's token.
    init(audioOf entry: CallRecIntGUID, token: String, address: String) {
        kind = .audio
        places = [.token(token), .address(address)]
        right = .token(token, entry: entry)
    }

    /// Results for a report's rows.
    init(availabilityBy token: String) {
        kind = .availability
        places = [.availability, .availabilityOf(token: token)]
        right = .token(token, entry: nil)
    }
}
