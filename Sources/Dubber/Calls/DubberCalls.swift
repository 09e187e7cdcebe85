internal import Recordings

/// The calls of Dubber's API that the service makes, with a token that is renewed once when it is rejected.
///
/// Source: Dubber API, Recordings.
final class DubberCalls: Sendable {
    private let wire: DubberWire
    private let tokens: TokenStore
    private let accounts: AccountDirectory
    private let pages: PageReading

    init(wire: DubberWire, tokens: TokenStore) {
        self.wire = wire
        self.tokens = tokens
        accounts = AccountDirectory(wire: wire)
        pages = PageReading(maximumItems: max(wire.configuration.maximumPageItems, wire.configuration.pageSize))
    }

    /// One page of an account's list, newest first.
    ///
    /// - Parameters:
    ///   - peer: whose account.
    ///   - number: only recordings to or from this number.
    ///   - beforeID: the cursor; the page may repeat it.
    ///   - count: items asked for.
    ///   - priority: who waits for it.
    ///   - trace: takes the calls made.
    /// - Returns: the page.
    /// - Throws: what the request came to.
    func list(
        _ peer: DubberPeer,
        number: String?,
        beforeID: RecordingID?,
        count: Int,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) -> RecordingPage {
        let account = try await account(of: peer, trace: trace)
        var query = [(name: "count", value: String(count))]
        if let number {
            query.append(("number", number))
        }
        if let beforeID {
            query.append(("before_id", beforeID.rawValue))
        }
        let path = "/accounts/\(FormEncoding.encoded(account))/recordings"
        let call = DubberWire.Call(
            path: path,
            query: query,
            priority: priority,
            maximumBytes: wire.configuration.maximumReplyBytes
        )
        return try await pages.page(try await send(call, peer: peer, trace: trace))
    }

    /// A recording with the presigned address of its audio.
    ///
    /// - Throws: ``DubberError/notFound`` when the host does not have it.
    func detail(
        _ recording: RecordingID,
        peer: DubberPeer,
        priority: QuotaPriority = .playback,
        trace: CallTrace
    ) async throws(DubberError) -> RecordingDetail {
        let body = try await get(
            Self.detailPath(recording),
            query: detailQuery(of: peer),
            peer: peer,
            priority: priority,
            trace: trace
        )
        return try RecordingDetail(body)
    }

    static func detailPath(_ recording: RecordingID) -> String {
        "/recordings/\(FormEncoding.encoded(recording.rawValue))"
    }

    /// Sent always, empty where none is configured: without the parameter no `recording_url` is given.
    ///
    /// Source: Dubber API, Recordings (A/B), and More, found later (an empty one is enough, C).
    func detailQuery(of peer: DubberPeer) -> [(name: String, value: String)] {
        [(name: "listener", value: peer.host.listener ?? wire.configuration.listener ?? "")]
    }

    /// Answers a webhook's handshake where the notification waits for it.
    ///
    /// - Parameters:
    ///   - notification: its id.
    ///   - hookSecret: as the provider sent it.
    ///   - peer: whose account.
    ///   - trace: takes the calls made.
    /// - Throws: what the request came to.
    func activate(
        notification: String,
        hookSecret: Secret,
        peer: DubberPeer,
        trace: CallTrace
    ) async throws(DubberError) {
        let path = "/notifications/\(FormEncoding.encoded(notification))/activate"
        let call = DubberWire.Call(
            method: "POST",
            path: path,
            headers: [(name: "X-Hook-Secret", value: hookSecret.reveal())],
            endpoint: .acknowledgement,
            priority: .background
        )
        _ = try await send(call, peer: peer, trace: trace)
    }

    /// A token signed in for anew, whatever is known.
    ///
    /// - Throws: what the request came to.
    func newToken(of peer: DubberPeer, isKept: Bool, trace: CallTrace) async throws(DubberError) -> Secret {
        try await tokens.newToken(for: peer, isKept: isKept, trace: trace)
    }

    /// Reads an address with a given token, once, also of a host that is left alone for a while.
    ///
    /// - Throws: what the request came to.
    func read(
        _ path: String,
        query: [(name: String, value: String)] = [],
        of peer: DubberPeer,
        token: Secret,
        isKept: Bool,
        trace: CallTrace
    ) async throws(DubberError) -> [UInt8] {
        let call = DubberWire.Call(path: path, query: query, priority: .playback, asksDownHosts: true)
        return try await send(call, token: token, peer: peer, isKept: isKept, trace: trace)
    }

    func forget(_ entry: CallRecIntGUID) {
        tokens.forget(entry)
        accounts.forget(entry)
    }

    private func account(of peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> String {
        if let account = peer.host.account {
            return account
        }
        return try await accounts.account(of: peer, trace: trace) { trace throws(DubberError) in
            try await self.get("/profile", query: [], peer: peer, priority: .availability, trace: trace)
        }
    }

    private func get(
        _ path: String,
        query: [(name: String, value: String)],
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) -> [UInt8] {
        try await send(DubberWire.Call(path: path, query: query, priority: priority), peer: peer, trace: trace)
    }

    private func send(_ call: DubberWire.Call, peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> [UInt8]
    {
        let first = try await tokens.token(for: peer, trace: trace)
        do {
            return try await send(call, token: first, peer: peer, trace: trace)
        } catch .tokenRejected {
            tokens.reject(first, of: peer)
        }
        let second = try await tokens.token(for: peer, trace: trace)
        do {
            return try await send(call, token: second, peer: peer, trace: trace)
        } catch .tokenRejected {
            // A token that was just granted is refused: asking on would only spend token requests.
            tokens.refuse(.credentialsRefused, for: peer, isLasting: false)
            throw .credentialsRefused
        }
    }

    private func send(
        _ call: DubberWire.Call,
        token: Secret,
        peer: DubberPeer,
        isKept: Bool = true,
        trace: CallTrace
    ) async throws(DubberError) -> [UInt8] {
        var call = call
        call.headers += [
            (name: "Authorization", value: "Bearer " + token.reveal()),
            // Source: Dubber API, Base: error 1004 when missing (B).
            ("Content-Type", "application/json"),
        ]
        do {
            return try await wire.send(call, to: peer, trace: trace)
        } catch {
            if isKept, error == .credentialsRefused || error == .keyRefused {
                tokens.refuse(error, for: peer)
            }
            throw error
        }
    }
}
