import Foundation
import Hummingbird
import NIOCore

/// Answers each request: finds out what it is for, lets faults have their way, and asks the endpoint.
struct SimulatorResponder: HTTPResponder {
    typealias Context = SimulatorRequestContext

    let configuration: SimulatorConfiguration
    let limits: SimulatorLimits
    let catalogue: Catalogue
    let faults: SimulatorFaults
    let counters: SimulatorCounters
    let tokenEndpoint: TokenEndpoint
    let gate: APIGate
    let store: AudioStore
    let now: @Sendable () -> Date
    let sleep: @Sendable (Duration) async throws -> Void

    func respond(to request: Request, context: Context) async throws -> Response {
        let route = SimulatorRoute(path: String((request.head.path ?? "").prefix { $0 != "?" }))
        guard let (kind, region) = route.target else {
            let reply = try await ownReply(route, request: request)
            return Response(status: reply.status, headers: reply.headers, body: reply.responseBody)
        }
        // Made-up region names are not counted, or they could fill the memory.
        if catalogue.knows(region: region) { counters.addRequest(kind, region: region) }
        let effects = faults.take(kind, region: region)
        let writer = ReplyWriter(
            region: region,
            effects: effects,
            counters: counters,
            connection: context.connection,
            sleep: sleep
        )
        if effects.firstByteMilliseconds > 0 { try await sleep(.milliseconds(effects.firstByteMilliseconds)) }
        if effects.isDown {
            await context.connection.close()
            throw Connection.Broken()
        }
        if let error = effects.error { return writer.response(try error.reply(to: kind)) }
        do {
            return writer.response(try await reply(route, request: request, effects: effects))
        } catch let error as APIError {
            return writer.response(try error.reply)
        }
    }

    private func reply(_ route: SimulatorRoute, request: Request, effects: FaultEffects) async throws -> Reply {
        switch route {
        case .token(let region):
            guard request.method == .post else { throw APIError.notFound }
            return try tokenEndpoint.reply(
                region: region,
                contentType: request.headers[.contentType],
                query: request.uri.query ?? "",
                body: try await body(of: request, maximumBytes: TokenEndpoint.maximumBodyBytes),
                effects: effects,
                now: now()
            )
        case .audio(let region, let account, let file):
            return store.reply(
                to: request.head,
                region: region,
                slug: account,
                file: file,
                effects: effects,
                now: now()
            )
        case .profile(let region), .recordings(let region, _), .recording(let region, _), .waveform(let region, _),
            .accountPart(let region, _, _), .wrongPath(let region):
            return try apiReply(route, region: region, request: request, effects: effects)
        case .faults, .counters, .limits, .catalogue:
            throw APIError.notFound
        }
    }

    private func apiReply(
        _ route: SimulatorRoute,
        region: String,
        request: Request,
        effects: FaultEffects
    ) throws -> Reply {
        guard catalogue.knows(region: region) else { throw APIError.notFound }
        let moment = now()
        let caller = try gate.admit(region: region, headers: request.headers, effects: effects, now: moment)
        guard request.method == .get else { throw APIError.notFound }
        let address = SimulatorAddress(
            configured: configuration.publicBaseURL,
            requestAuthority: request.head.authority
        )
        let query = request.uri.query ?? ""
        let base = address.apiBase(region: region)
        let visible = caller.recordings.filter {
            $0.isVisible(now: moment, delaySeconds: effects.listingDelaySeconds)
        }
        switch route {
        case .profile:
            return try ProfileEndpoint().reply(caller: caller, base: base)
        case .recordings(_, let slug):
            return try RecordingListEndpoint(
                cursorsAreInclusive: limits.cursorsAreInclusive,
                writesISO8601Dates: configuration.writesISO8601Dates,
                effects: effects
            )
            .reply(slug: slug, query: query, caller: caller, visible: visible, base: base)
        case .recording(_, let id):
            return try RecordingDetailEndpoint(
                store: store,
                acceptsEmptyListener: configuration.acceptsEmptyListener,
                writesISO8601Dates: configuration.writesISO8601Dates
            )
            .reply(id: id, query: query, caller: caller, visible: visible, address: address, now: moment)
        case .waveform(_, let id):
            return try WaveformEndpoint().reply(id: id, recordings: visible, base: base)
        case .accountPart(_, let slug, let part):
            return try AccountPartEndpoint(caller: caller, base: base, recordings: visible)
                .reply(slug: slug, part: part, query: query)
        case .token, .audio, .wrongPath, .faults, .counters, .limits, .catalogue:
            throw APIError.notFound
        }
    }

    /// The simulator's own routes, which no fault reaches.
    private func ownReply(_ route: SimulatorRoute, request: Request) async throws -> Reply {
        switch route {
        case .counters:
            return try Reply.json(counters.snapshot)
        case .limits:
            let body = try await body(of: request, maximumBytes: FaultsEndpoint.maximumBodyBytes)
            return try LimitsEndpoint(limits: limits).reply(method: request.method, body: body)
        case .catalogue(let region, let account, let id):
            let body = try await body(of: request, maximumBytes: CatalogueEndpoint.maximumBodyBytes)
            return try CatalogueEndpoint(catalogue: catalogue)
                .reply(method: request.method, region: region, slug: account, id: id, body: body)
        default:
            let body = try await body(of: request, maximumBytes: FaultsEndpoint.maximumBodyBytes)
            return try FaultsEndpoint(faults: faults).reply(method: request.method, body: body)
        }
    }

    /// Too long a body is read as an empty one, which no endpoint accepts either.
    private func body(of request: Request, maximumBytes: Int) async throws -> String {
        do {
            return String(buffer: try await request.body.collect(upTo: maximumBytes))
        } catch is NIOTooManyBytesError {
            return ""
        }
    }
}

extension Reply {
    /// The body in one piece, for replies that no fault touches.
    fileprivate var responseBody: ResponseBody {
        ResponseBody(byteBuffer: body.bytes(in: 0..<body.sizeBytes))
    }
}
