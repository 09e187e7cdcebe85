import Foundation

/// The measuring program: `resolver-bench availability [SEED]` prints what availability costs, with the targets beside,
/// `resolver-bench index` what an account of a million recordings costs (`resolver-bench list-peer COUNT END` is its provider),
/// `resolver-bench resolution` what a decision costs among a million users, `resolver-bench dear [SECONDS] [NAME]` how long others wait beside dear requests, and
/// `resolver-bench crowd PORT TARGET LISTENERS BYTES` how long a crowd of listeners waits; `resolver-bench bare-route PORT BYTES LOOPS` is what
/// `scripts/bench row` measures an availability row beside.
@main
struct ResolverBench {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "availability":
            let seed = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) }
            let isReached = try await AvailabilityBench(corpusSeed: seed ?? AvailabilityBench.usualSeed).run()
            exit(isReached ? 0 : 1)
        case "index":
            exit(try await IndexBench().run() ? 0 : 1)
        case "list-peer":
            guard let peer = ListPeer(CommandLine.arguments.dropFirst(2)) else { refuse() }
            peer.run()
        case "crowd":
            guard let crowd = CrowdBench(CommandLine.arguments.dropFirst(2)) else { refuse() }
            try crowd.run()
        case "resolution":
            try ResolutionBench().run()
        case "dear":
            let words = Array(CommandLine.arguments.dropFirst(2))
            let seconds = words.first.flatMap { Double($0) } ?? DearBench.usualSeconds
            let isReached = try DearBench(seconds: seconds, only: words.dropFirst().first).run()
            exit(isReached ? 0 : 1)
        case "dear-service":
            guard let folder = CommandLine.arguments.dropFirst(2).first else { refuse() }
            try await DearService.run(folder: folder)
        case "bare-route":
            guard let route = BareRoute(CommandLine.arguments.dropFirst(2)) else { refuse() }
            try await route.run()
        default:
            refuse()
        }
    }

    private static func refuse() -> Never {
        let usage =
            "usage: resolver-bench availability [SEED] | index | resolution | dear [SECONDS] [NAME] | "
            + "crowd PORT TARGET LISTENERS BYTES | bare-route PORT BYTES LOOPS\n"
        FileHandle.standardError.write(Data(usage.utf8))
        exit(2)
    }
}
