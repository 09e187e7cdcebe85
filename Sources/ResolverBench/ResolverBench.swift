import Foundation

/// The measuring program: `resolver-bench availability [SEED]` prints what availability costs, with the targets beside.
@main
struct ResolverBench {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "availability":
            let seed = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) }
            let isReached = try await AvailabilityBench(corpusSeed: seed ?? AvailabilityBench.usualSeed).run()
            exit(isReached ? 0 : 1)
        default:
            FileHandle.standardError.write(Data("usage: resolver-bench availability [SEED]\n".utf8))
            exit(2)
        }
    }
}
