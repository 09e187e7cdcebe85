internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
package import Recordings
internal import Synchronization

extension OutsideInputs {
    /// An audio address that was signed once.
    package struct SignedAddress: Sendable {
        package enum Verdict: Sendable {
            case refused
            case accepted
            case otherThanSigned
            /// The event loop reads another address than the route.
            case readTwoWays
        }

        private static let lifetimeSeconds = 900
        private let url: AudioURL
        private let signer: URLSigner
        /// The service's way from a target to the route, with a route behind it that only reads.
        private let responder: PathResponder<RouterResponder<ReadingContext>>

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
            let paths = Router(context: ReadingContext.self)
            paths.get(RouterPath(AudioURL.route)) { request, context in
                let asked = try AudioRequest(context.parameters, QueryValues(of: request), requester: nil, address: "")
                context.read.request.withLock { $0 = asked }
                return Response(status: .ok)
            }
            responder = PathResponder(inner: paths.buildResponder())
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

        /// Reads an address as the service does, on its way to the audio route and on the event loop, and checks its signature.
        package func accepts(_ target: String) async -> Verdict {
            let asked = await request(target)
            let readOnLoop = AudioHits.read(onLoop: target)
            let signature = asked?.query.sig
            if let readOnLoop, readOnLoop.url != asked?.signedURL || readOnLoop.signature != signature {
                return .readTwoWays
            }
            guard let asked, !asked.query.hasDoubles, let signature, let read = asked.signedURL,
                signer.acceptance(of: read, signature: signature) != nil
            else { return .refused }
            return read == url ? .accepted : .otherThanSigned
        }

        /// What the route reads of a target; `nil` where it is not asked.
        private func request(_ target: String) async -> AudioRequest? {
            switch RequestPath.read(target) {
            case .nowhere, .malformed: return nil
            case .asItIs, .rewritten: break
            }
            let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: target)
            let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
            let context = ReadingContext(source: .init(logger: Logger(label: "reading")))
            _ = try? await responder.respond(to: request, context: context)
            return context.read.request.withLock { $0 }
        }
    }

    /// A request's context without a connection, for a route that keeps what it read.
    private struct ReadingContext: RequestContext {
        struct Source: RequestContextSource {
            let logger: Logger
        }

        /// What the route read.
        final class Read: Sendable {
            let request = Mutex<AudioRequest?>(nil)
        }

        var coreContext: CoreRequestContextStorage
        let read = Read()

        init(source: Source) {
            coreContext = .init(source: source)
        }
    }
}

extension AudioHits {
    /// Reads a target as the event loop does, which leaves to the codec whatever it does not read itself.
    static func read(onLoop target: String) -> (url: AudioURL, signature: String)? {
        let bytes = Array("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        guard let head = AudioRequestHead(bytes.span) else { return nil }
        return read(String(decoding: bytes[head.target], as: UTF8.self))
    }
}
