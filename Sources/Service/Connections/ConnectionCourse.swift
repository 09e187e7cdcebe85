/// The course of one HTTP/1 connection: which requests are taken, what is owed, and when it ends; pure, for ``ConnectionWatch`` to perform.
///
/// Events come in as functions, and each says what is to be done. A connection only moves on from stage to stage, never back.
///
/// | stage | what comes in | what goes out | next with |
/// |---|---|---|---|
/// | `open` | requests, one after the other | their answers, in their order | a last request, or one that cannot be read |
/// | `lastRequest` | the rest of that request; what follows is no request | what is owed up to it | the head of the answer to it |
/// | `lastAnswer` | as before | the rest of that answer | its end |
/// | `finished` | nothing that counts | what was written before | the end of the connection |
///
/// Source: RFC 9112 §9.3 and §9.6 (persistence, ending); RFC 9110 §10.1.1 (Expect).
package struct ConnectionCourse: ~Copyable {
    package enum Stage: Comparable, Sendable {
        case open, lastRequest, lastAnswer, finished
    }

    /// What becomes of the head of a request.
    package enum HeadAction: Hashable, Sendable {
        case refuse(Refusal)
        /// - Parameter isLast: its answer is the connection's last.
        case passOn(isLast: Bool)
    }

    /// What an answer's head says of the connection.
    package enum Persistence: Hashable, Sendable {
        /// Nothing, as HTTP/1.1 does where it goes on.
        case unsaid
        case keptAlive
        /// - Parameter endsBody: only the end of the connection is the end of the body, as HTTP/1.0 knows no chunks.
        case closes(endsBody: Bool)
    }

    /// What becomes of the connection.
    package enum Ending: Hashable, Sendable {
        case goesOn
        /// It is closed after everything that was written.
        case closes
        /// Its output is closed after everything that was written, and the rest when the other side has had the time to read it.
        case lingers
        /// A last answer is written first; then it `closes`, or `lingers`.
        case refuses(Refusal, lingers: Bool)
    }

    package private(set) var stage = Stage.open
    /// Of the requests passed on whose answer is not complete yet, in their order.
    package private(set) var owed: [RequestTerms] = []
    /// A request has begun to come and has not ended.
    package private(set) var isReceiving = false
    /// The byte that came last ended a request: the codec holds no part of another.
    package private(set) var isBetweenRequests = true
    package private(set) var isInputClosed = false
    private var isQuiescing = false
    /// Answered once nothing is owed any more: a request that could not be read.
    private var heldRefusal: Refusal?
    /// The body of the request that is being answered is wanted, or has begun to come.
    private var isBodyAwaited = false

    package init() {}

    /// Whether no request is coming or unanswered, so that the next one may be answered by whoever sees it first.
    package var isQuiet: Bool {
        owed.isEmpty && isBetweenRequests && !isQuiescing && !isInputClosed && stage == .open
    }

    /// Whether parts of requests that come still count.
    package var takesParts: Bool { isReceiving || stage == .open }

    /// Whether the peer has asked for something, wholly, and has not got all of it.
    package var isOwing: Bool { !owed.isEmpty && !isReceiving }

    private mutating func advance(to next: Stage) {
        stage = max(stage, next)
    }

    // MARK: What comes in

    /// Bytes come, the last of what was read by itself: only what they end is known to be at its end.
    package mutating func bytes() {
        isBetweenRequests = false
    }

    package mutating func head(_ terms: RequestTerms) -> HeadAction {
        if let refusal = terms.refusal { return .refuse(refusal) }
        isReceiving = true
        if terms.isLast { advance(to: .lastRequest) }
        owed.append(terms)
        return .passOn(isLast: terms.isLast)
    }

    package mutating func body() {
        if owed.count == 1 { isBodyAwaited = true }
    }

    package mutating func requestEnd() {
        isReceiving = false
        isBetweenRequests = true
    }

    /// Somebody is about to read the body of the request that is being answered.
    ///
    /// - Returns: whether the peer waits to be told to send it.
    package mutating func wantsBody() -> Bool {
        guard owed.first?.isExpecting == true, isReceiving, owed.count == 1, !isBodyAwaited, stage < .finished else {
            return false
        }
        isBodyAwaited = true
        return true
    }

    /// The peer has ended its side: what it is owed it is still given.
    package mutating func inputClosed() -> Ending {
        isInputClosed = true
        return stage == .finished || owed.isEmpty && heldRefusal == nil ? .closes : .goesOn
    }

    /// What came cannot be read.
    ///
    /// - Returns: what becomes of the connection, and whether the reader of a body is to hear of it.
    package mutating func unreadable(_ refusal: @autoclosure () -> Refusal) -> (ending: Ending, isOfBody: Bool) {
        guard isReceiving else { return (stage == .open ? refuse(refusal()) : .goesOn, false) }
        isReceiving = false
        advance(to: .lastRequest)
        if let last = owed.popLast() {
            // Whoever answers need not know that nothing comes after it.
            owed.append(last.asLast)
            return (.goesOn, true)
        }
        // Answered already, without its body.
        guard stage < .finished else { return (.goesOn, true) }
        return (finish(), true)
    }

    /// A request has not come wholly in the time that it has; one with an answer under way is a listener's.
    package mutating func tooSlow() -> Ending {
        if isInputClosed { return .goesOn }
        if isReceiving { return .closes }
        return owed.isEmpty ? refuse(.tooSlow) : .goesOn
    }

    /// A request that is not read to its end is answered after all that are owed an answer, and then nothing more comes.
    package mutating func refuse(_ refusal: Refusal) -> Ending {
        advance(to: .lastRequest)
        isReceiving = false
        guard owed.isEmpty else {
            heldRefusal = refusal
            return .goesOn
        }
        guard stage < .finished else { return .goesOn }
        isQuiescing = true
        return .refuses(refusal, lingers: finish() == .lingers)
    }

    /// A stop was asked for.
    ///
    /// - Returns: whether everything that was written is to go out before others hear of it, who may know of no request and would close at once.
    package mutating func quiesce() -> Bool {
        defer { isQuiescing = true }
        return owed.isEmpty && !isQuiescing
    }

    // MARK: What goes out

    /// The head of the answer to the first request that is owed one.
    ///
    /// - Parameters:
    ///   - hasLength: it says how long its body is.
    ///   - mayHaveBody: its status lets it have one.
    ///   - saysClose: whoever answers ends the connection with it.
    /// - Returns: what it is to say; `nil` where nothing is owed.
    package mutating func answerHead(hasLength: Bool, mayHaveBody: Bool, saysClose: Bool) -> Persistence? {
        guard let terms = owed.first else { return nil }
        // A body that was not asked for might come or not: what follows the answer could be either.
        let isBodyDoubtful = terms.isExpecting && !isBodyAwaited && isReceiving && owed.count == 1
        let endsBody = terms.isOld && !hasLength && mayHaveBody
        let isLast = terms.isLast || saysClose || isBodyDoubtful || endsBody || isQuiescing && owed.count == 1
        guard isLast else { return terms.isOld ? .keptAlive : .unsaid }
        advance(to: .lastAnswer)
        return .closes(endsBody: endsBody)
    }

    /// An answer is complete.
    package mutating func answerEnd() -> Ending {
        if !owed.isEmpty { owed.removeFirst() }
        isBodyAwaited = isReceiving && owed.count == 1 && isBodyAwaited
        if stage == .lastAnswer { return finish() }
        guard owed.isEmpty else { return .goesOn }
        if let refusal = heldRefusal { return refuse(refusal) }
        if isInputClosed {
            advance(to: .finished)
            return .closes
        }
        // Its request could not be read to the end, after the answer had begun.
        return stage == .lastRequest && !isReceiving ? finish() : .goesOn
    }

    /// Nothing more is written.
    ///
    /// Closing at once could lose the other side the answer, when it is still sending: so it is given the time to read it.
    private mutating func finish() -> Ending {
        advance(to: .finished)
        return isInputClosed && !isReceiving ? .closes : .lingers
    }
}
