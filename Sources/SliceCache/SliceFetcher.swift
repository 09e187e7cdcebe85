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
        /// Nothing of what was asked exists.
        case unsatisfiable
    }

    private let source: AudioSource
    /// Whether somebody waits for it; `nil` when somebody does.
    private let haste: TransferHaste?
    private let limits: SliceCacheLimits
    private var recovery: FetchRecovery
    private var expected: AudioValidator?
    /// The host whose word counts on which version is the present one: the first that was asked, unless it lacks the recording.
    private var expectedHost: HostPosition?
    private(set) var location: AudioLocation?
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
    /// Where the bytes end that the store sends: beyond ``end`` when it knows no ranges.
    private(set) var sentEnd: Int64 = 0

    /// A fetch of the version `expected`, or of whatever version there is.
    ///
    /// - Parameters:
    ///   - source: what the fetch needs.
    ///   - limits: of the cache.
    ///   - expected: the version.
    ///   - location: where it served lately, which saves asking the provider.
    ///   - haste: whether somebody waits for it; `nil` when somebody does.
    init(
        source: AudioSource,
        limits: SliceCacheLimits,
        expected: AudioValidator?,
        location: AudioLocation? = nil,
        haste: TransferHaste? = nil
    ) {
        self.source = source
        self.limits = limits
        self.expected = expected
        self.location = location
        self.haste = haste
        recovery = FetchRecovery(
            maximumFruitlessAttempts: limits.maximumFruitlessAttempts,
            maximumResumptions: limits.maximumResumptions
        )
    }

    /// When the provider forgets the recording, as the location in use says it.
    var expiryTime: Int64? { location?.expiryTime.map { Int64($0.timeIntervalSince1970) } }

    /// Asks for `range` and waits for a reply that can be trusted.
    mutating func open(_ range: UpstreamRange) async throws(SliceCacheError) -> Opening {
        while true {
            let location = try await currentLocation()
            if expected != nil, expectedHost == nil { expectedHost = location.host }
            switch await request(range, from: location) {
            case .success((let validator, let bytes)):
                let wanted = range.range(sizeBytes: validator.sizeBytes)
                (position, end, sentEnd) = (wanted.lowerBound, wanted.upperBound, bytes.upperBound)
                surplusBytes = wanted.lowerBound - bytes.lowerBound
                var isAudio = expected != nil || label != .other
                if !isAudio { isAudio = await typeByBytes(of: validator) != nil }
                guard isAudio else {
                    try await recover(from: .reply(.refused(.notAudio)), at: location)
                    continue
                }
                (expected, expectedHost) = (validator, expectedHost ?? location.host)
                return .body(validator)
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
            source.counters.received(chunk.count)
            let dropped = min(surplusBytes, Int64(chunk.count))
            surplusBytes -= dropped
            let bytes = chunk.dropFirst(Int(dropped)).prefix(Int(clamping: end - position))
            guard !bytes.isEmpty else { continue }
            recovery.progressed()
            position += Int64(bytes.count)
            return bytes
        }
        await close()
        return nil
    }

    /// Lets go of the transfer: of one that has brought all it sends its end is heard as well, so that its connection can be used again.
    mutating func close() async {
        if position == sentEnd, readAhead.isEmpty, var body { _ = try? await body.next(isolation: nil) }
        (body, readAhead) = (nil, [])
    }

    private mutating func nextChunk() async throws(TransportError) -> [UInt8]? {
        guard readAhead.isEmpty else {
            defer { readAhead = [] }
            return readAhead
        }
        return try await body?.next(isolation: nil)
    }

    /// Passes over bytes, up to `start`.
    mutating func skip(to start: Int64) {
        guard start > position else { return }
        surplusBytes += min(start, end) - position
        position = min(start, end)
    }

    /// Ends the fetch at `newEnd`, or where the store's bytes end.
    mutating func move(end newEnd: Int64) {
        end = min(newEnd, sentEnd)
    }

    private mutating func currentLocation() async throws(SliceCacheError) -> AudioLocation {
        if let location { return location }
        let first = try await self.location(after: nil)
        location = first
        return first
    }

    mutating func request(
        _ range: UpstreamRange,
        from location: AudioLocation
    ) async -> Result<(AudioValidator, Range<Int64>), FetchFailure> {
        (body, readAhead) = (nil, [])
        let url = location.url.reveal()
        var request = HTTPRequest(
            url: url,
            limits: source.transferLimits,
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
            // Whether it is audio its bytes tell, in ``open(_:)``.
            isAudio: true
        )
        label = AudioType.Label(response.headers.all("content-type"))
        guard case .accepted(let validator, let bytes) = check else { return .failure(.reply(check)) }
        body = response.body.makeAsyncIterator()
        return .success((validator, bytes))
    }

    private mutating func recover(
        from cause: FetchFailure,
        at location: AudioLocation
    ) async throws(SliceCacheError) {
        (body, readAhead) = (nil, [])
        surplusBytes = 0
        if case .reply(.changed) = cause, location.host == expectedHost { throw .changed }
        if case .reply(.missing) = cause, location.host == expectedHost { expectedHost = nil }
        let step = recovery.step(after: cause)
        source.logger.debug(
            "audio fetch interrupted",
            metadata: ["cause": "\(cause.reason)", "position": "\(position)", "host": "\(location.host.rawValue)"]
        )
        switch step {
        case .sameLocation:
            return
        case .otherLocation(let refusal):
            self.location = try await self.location(after: RefusedAudioLocation(location: location, cause: refusal))
        case .otherLocationIfAny:
            let refused = RefusedAudioLocation(location: location, cause: .failed)
            self.location = (try? await source.origin.location(after: refused)) ?? location
        case .giveUp(let error):
            throw error
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
            case .failed(let failure): throw recovery.explanation ?? .provider(failure)
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
        case .reply(.missing): "missing"
        case .reply(.changed): "changed"
        case .reply(.unsatisfiable): "unsatisfiable"
        case .reply(.accepted): "accepted"
        }
    }
}
