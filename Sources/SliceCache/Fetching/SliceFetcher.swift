internal import Foundation
internal import Logging
internal import Recordings
internal import Transport

/// Fetches a run of bytes of one recording from wherever its origin says, and takes the fetch up again at its byte when it breaks.
///
/// Used by one task at a time. The bytes it gives are in order, without gap, of one version of the recording; a reply that does not fit is refused
/// before any of its bytes is given.
struct SliceFetcher: Sendable {
    enum Opening: Sendable {
        /// The bytes of a recording described by the validator are coming.
        case body(AudioValidator)
        /// The whole recording is coming, and its size is not told; only where no version is expected.
        case unsized(UnsizedAudio)
        /// Nothing of what was asked exists.
        case unsatisfiable
    }

    /// A reply that was found good.
    enum Answer: Sendable {
        case part(AudioValidator, Range<Int64>)
        case unsized(UnsizedAudio)
    }

    let source: AudioSource
    /// Whether somebody waits for it; `nil` when somebody does.
    private let haste: TransferHaste?
    /// Whether nothing of what it brings is kept.
    private let isPastCache: Bool
    let limits: SliceCacheLimits
    var recovery: FetchRecovery
    private var expected: AudioValidator?
    /// The host whose word counts on which version is the present one: the first that was asked, unless it lacks the recording.
    private var expectedHost: HostPosition?
    private(set) var location: AudioLocation?
    /// Where the version that is read was last found.
    private var home: AudioLocation?
    /// Whether a host other than that has another version.
    private var hasSeenOtherVersion = false
    var body: ResponseBody.AsyncIterator?
    /// What was read of the body to see what it is, and is still to be given.
    var readAhead: [UInt8] = []
    /// What the store calls the recording.
    private(set) var label = AudioType.Label.none
    /// Bytes of the body that lie before ``position``: a store without ranges sends everything.
    private(set) var surplusBytes: Int64 = 0
    /// The next byte to be given.
    private(set) var position: Int64 = 0
    private(set) var end: Int64 = 0
    /// The bytes that the store sends: beyond ``end`` when it knows no ranges, and short of it when it caps its answers.
    private var sent: Range<Int64> = 0..<0
    /// Where the bytes end that were asked for.
    private var askedEnd: Int64 = 0

    /// A fetch of the version `expected`, or of whatever version there is.
    ///
    /// - Parameters:
    ///   - source: what the fetch needs.
    ///   - limits: of the cache.
    ///   - expected: the version.
    ///   - location: where it served lately, which saves asking the provider.
    ///   - haste: whether somebody waits for it; `nil` when somebody does.
    ///   - isPastCache: whether nothing of what it brings is kept.
    init(
        source: AudioSource,
        limits: SliceCacheLimits,
        expected: AudioValidator?,
        location: AudioLocation? = nil,
        haste: TransferHaste? = nil,
        isPastCache: Bool = false
    ) {
        self.isPastCache = isPastCache
        self.source = source
        self.limits = limits
        self.expected = expected
        self.location = location
        self.haste = haste
        recovery = FetchRecovery(
            maximumFruitlessAttempts: limits.maximumFruitlessAttempts,
            maximumResumptions: limits.maximumResumptions,
            patience: source.patience,
            patienceAfterwards: source.bodyPatience
        )
    }

    /// When the provider forgets the recording, as the location in use says it.
    var expiryTime: Int64? { location?.expiryTime.map { Int64($0.timeIntervalSince1970) } }

    /// Where the bytes end that come without another question.
    var sentEnd: Int64 { max(sent.upperBound, askedEnd) }

    /// Asks for `range` and waits for a reply that can be trusted.
    mutating func open(_ range: UpstreamRange) async throws(SliceCacheError) -> Opening {
        while true {
            let location = try await currentLocation()
            if expected != nil, expectedHost == nil { expectedHost = location.host }
            switch await request(range, from: location) {
            case .success(.part(let validator, let bytes)):
                let wanted = range.range(sizeBytes: validator.sizeBytes)
                (position, end, sent) = (wanted.lowerBound, wanted.upperBound, bytes)
                askedEnd = end
                surplusBytes = wanted.lowerBound - bytes.lowerBound
                var isAudio = expected != nil || label != .other
                if !isAudio { isAudio = await typeByBytes(of: validator) != nil }
                guard isAudio else {
                    try await recover(from: .reply(.refused(.notAudio)), at: location)
                    continue
                }
                (expected, expectedHost) = (validator, expectedHost ?? location.host)
                return .body(validator)
            case .success(.unsized(var audio)):
                (position, end, sent, askedEnd, surplusBytes) = (0, .max, 0..<Int64.max, 0, 0)
                let type = await typeOfBeginning(atMost: AudioType.beginningBytes)
                guard label != .other || type != nil else {
                    try await recover(from: .reply(.refused(.notAudio)), at: location)
                    continue
                }
                audio.type = type ?? audio.type
                expectedHost = location.host
                return .unsized(audio)
            case .failure(.reply(.unsatisfiable)):
                return .unsatisfiable
            case .failure(let cause):
                try await recover(from: cause, at: location)
            }
        }
    }

    /// The next bytes, or `nil` when everything asked for was given.
    mutating func next() async throws(SliceCacheError) -> ArraySlice<UInt8>? {
        while position < end {
            if body == nil {
                guard case .body = try await open(.bytes(position..<end)) else { throw .storeRefused }
            }
            guard position < sent.upperBound else {
                try await askOn()
                continue
            }
            let chunk: [UInt8]?
            do throws(TransportError) {
                chunk = try await nextChunk()
            } catch {
                try await recover(from: .transport(error), at: currentLocation())
                continue
            }
            guard let chunk else {
                try await recover(from: .transport(.brokenOff), at: currentLocation())
                continue
            }
            let dropped = min(surplusBytes, Int64(chunk.count))
            surplusBytes -= dropped
            let room = min(end, sent.upperBound) - position
            let bytes = chunk.dropFirst(Int(dropped)).prefix(Int(clamping: room))
            guard !bytes.isEmpty else { continue }
            recovery.progressed()
            position += Int64(bytes.count)
            return bytes
        }
        await close()
        return nil
    }

    /// The store gave less than was asked for, as one that caps its answers does: the rest is asked for next.
    ///
    /// Pieces of less than a slice are no better than a connection that breaks off again and again.
    private mutating func askOn() async throws(SliceCacheError) {
        await close()
        if Int64(sent.count) < limits.sliceBytes {
            try await recover(from: .transport(.brokenOff), at: currentLocation())
        }
    }

    /// Lets go of the transfer: of one that has brought all it sends its end is heard as well, so that its connection can be used again.
    mutating func close() async {
        if position == sent.upperBound, readAhead.isEmpty, var body { _ = try? await body.next(isolation: nil) }
        (body, readAhead) = (nil, [])
    }

    /// The transfer's next bytes as they come; `nil` at its end.
    mutating func nextChunk() async throws(TransportError) -> [UInt8]? {
        guard readAhead.isEmpty else {
            defer { readAhead = [] }
            source.counters.received(readAhead.count)
            return readAhead
        }
        let chunk = try await body?.next(isolation: nil)
        source.counters.received(chunk?.count ?? 0)
        return chunk
    }

    /// Passes over bytes, up to `start`.
    mutating func skip(to start: Int64) {
        guard start > position else { return }
        surplusBytes += min(start, end) - position
        position = min(start, end)
    }

    /// Ends the fetch at `newEnd`, or where the bytes end that were asked for or are sent.
    mutating func move(end newEnd: Int64) {
        end = min(newEnd, sentEnd)
    }

    mutating func currentLocation() async throws(SliceCacheError) -> AudioLocation {
        if let location { return location }
        let first = try await self.location(after: nil)
        location = first
        return first
    }

    mutating func request(
        _ range: UpstreamRange,
        from location: AudioLocation
    ) async -> Result<Answer, FetchFailure> {
        (body, readAhead) = (nil, [])
        let url = location.url.reveal()
        var request = HTTPRequest(
            url: url,
            limits: source.transferLimits,
            redirects: .follow(maximum: limits.maximumRedirects),
            claim: TransferClaim(lane: .audio, party: source.entry.rawValue, haste: haste)
        )
        if let header = range.header { request.headers.append((name: "Range", value: header)) }
        let response: HTTPResponse
        source.counters.asked()
        do {
            response = try await source.client.send(request)
        } catch {
            return .failure(.transport(error))
        }
        let check = SliceReplyCheck(
            status: response.status,
            headers: response.headers,
            asked: range,
            path: url.prefix { $0 != "?" },
            expected: expected,
            maximumBytes: limits.maximumRecordingBytes,
            endsWithConnection: response.endsWithConnection,
            unixNow: source.unixNow(),
            // Whether it is audio its bytes tell, in ``open(_:)``.
            isAudio: true,
            isBesideNothing: isPastCache
        )
        label = AudioType.Label(response.headers.all("content-type"))
        let answer: Answer
        switch check {
        case .accepted(let validator, let bytes): answer = .part(validator, bytes)
        case .unsized(let audio): answer = .unsized(audio)
        default: return .failure(.reply(check))
        }
        body = response.body.makeAsyncIterator()
        return .success(answer)
    }

    /// Decides what comes after a failure, and waits for it.
    mutating func recover(
        from cause: FetchFailure,
        at location: AudioLocation
    ) async throws(SliceCacheError) {
        (body, readAhead) = (nil, [])
        surplusBytes = 0
        if case .reply(.changed) = cause {
            guard location.host != expectedHost else { throw .changed }
            hasSeenOtherVersion = true
        } else if location.host == expectedHost {
            home = location
            if cause.isOfAbsence { expectedHost = nil }
        }
        let step = recovery.step(after: cause, elapsed: source.pace.elapsed())
        source.logger.debug(
            "audio fetch interrupted",
            metadata: ["cause": "\(cause.reason)", "position": "\(position)", "host": "\(location.host.rawValue)"]
        )
        switch step {
        case .sameLocation(let delay):
            try await pause(delay)
        case .otherLocation(let refusal, let delay):
            let refused = RefusedAudioLocation(location: location, cause: refusal)
            do throws(SliceCacheError) {
                let other = try await self.location(after: refused)
                if other.url == location.url, let delay { try await pause(delay) }
                self.location = other
            } catch {
                guard let delay, error != .expired else { throw final(error) }
                try await pause(delay)
                self.location = hasSeenOtherVersion ? home ?? location : location
            }
        case .giveUp(let error):
            throw final(error)
        }
    }

    /// Where the version that is read cannot be had any more, and another host has another one, that is the one to play.
    private func final(_ error: SliceCacheError) -> SliceCacheError {
        switch error {
        case .storeUnreachable, .storeBusy, .storeRefused, .notFound, .provider: hasSeenOtherVersion ? .changed : error
        case .expired, .changed, .purged, .overloaded, .cancelled: error
        }
    }

    private func pause(_ delay: Duration) async throws(SliceCacheError) {
        guard delay > .zero else { return }
        do {
            try await source.pace.sleep(delay)
        } catch {
            throw .cancelled
        }
    }

    /// Asks the origin; when it has nothing left, the store's own failure is the better explanation.
    private func location(after refused: RefusedAudioLocation?) async throws(SliceCacheError) -> AudioLocation {
        do throws(AudioOriginError) {
            return try await source.origin.location(after: refused)
        } catch {
            switch error {
            case .expired: throw .expired
            case .notFound: throw recovery.explanation ?? .notFound
            case .failed(let failure, let seconds):
                throw recovery.explanation ?? .provider(failure, retryAfterSeconds: seconds)
            }
        }
    }
}

/// What went wrong with one attempt.
typealias FetchFailure = FetchRecovery.Cause

extension FetchRecovery.Cause: Error {
    /// The stable word for logs.
    package var reason: String {
        switch self {
        case .transport(let error): error.reason
        case .reply(.refused(let refusal)): refusal.rawValue
        case .reply(.expired): "expired"
        case .reply(.gone): "gone"
        case .reply(.missing): "missing"
        case .reply(.busy): "busy"
        case .reply(.changed): "changed"
        case .reply(.unsatisfiable): "unsatisfiable"
        case .reply(.accepted), .reply(.unsized): "accepted"
        }
    }

    /// Whether the host does not have the recording.
    fileprivate var isOfAbsence: Bool {
        switch self {
        case .reply(.missing), .reply(.gone): true
        default: false
        }
    }
}
