internal import Recordings

/// Where answers are counted.
enum AnswerPlace: Hashable, Sendable {
    /// Audio answers of one user, of one token, by one URL, to one address.
    case user(String)
    case name(Requester.Name)
    case url(AudioURL)
    case address(String)
    /// Availability answers, and those of one token or person.
    case availability
    case availabilityOf(Requester.Name)
}

/// By which right an answer is given.
enum AnswerRight: Hashable, Sendable {
    /// A signed URL's.
    case url(AudioURL)
    /// A token's, by its name; to an entry's audio, or to what belongs to none.
    case token(String, entry: CallRecIntGUID?)
    /// That of who signed in on a session, likewise.
    case session(SessionKey, entry: CallRecIntGUID?)
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

    /// Audio by an administrator's right.
    init(audioOf entry: CallRecIntGUID, by requester: Requester, address: String) {
        kind = .audio
        places = [.name(requester.name), .address(address)]
        right = requester.right(to: entry)
    }

    /// Results for a report's rows.
    init(availabilityBy requester: Requester) {
        kind = .availability
        places = [.availability, .availabilityOf(requester.name)]
        right = requester.right(to: nil)
    }
}

extension Requester {
    fileprivate func right(to entry: CallRecIntGUID?) -> AnswerRight {
        session.map { .session($0, entry: entry) } ?? .token(name.text, entry: entry)
    }
}
