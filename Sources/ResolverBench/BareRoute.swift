import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix

/// What Hummingbird alone takes for a request: one route that reads its body and answers with JSON that was made before, and nothing of ours around it.
struct BareRoute {
    static let path = "/bare"
    /// The longest body that is read, in bytes.
    private static let maximumBodyBytes = 1 << 20

    let port: Int
    /// Of the answer's body, in bytes.
    let answerBytes: Int
    let eventLoops: Int

    /// Reads `PORT BYTES LOOPS`; `nil` for anything else.
    init?(_ words: some Collection<String>) {
        let numbers = words.compactMap { Int($0) }
        guard words.count == 3, numbers.count == 3, numbers[1] > Self.answer("").utf8.count, numbers[2] > 0 else {
            return nil
        }
        (port, answerBytes, eventLoops) = (numbers[0], numbers[1], numbers[2])
    }

    /// Serves until the process is ended.
    func run() async throws {
        let filling = String(repeating: "x", count: answerBytes - Self.answer("").utf8.count)
        let answer = ByteBuffer(string: Self.answer(filling))
        let router = Router()
        router.post(RouterPath(Self.path)) { request, _ in
            _ = try await request.body.collect(upTo: Self.maximumBodyBytes)
            return Response(
                status: .ok,
                headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: answer)
            )
        }
        var logger = Logger(label: "bare-route") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in
                print("listening on http://127.0.0.1:\(port)")
                fflush(nil)
            },
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: eventLoops)),
            logger: logger
        )
        try await application.runService()
    }

    private static func answer(_ filling: String) -> String { "{\"filling\":\"\(filling)\"}" }
}
