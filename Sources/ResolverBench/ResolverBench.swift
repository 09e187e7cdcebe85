import Foundation

/// The measuring program: `resolver-bench availability` prints what availability costs, with the targets beside.
@main
struct ResolverBench {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "availability":
            let isReached = try await AvailabilityBench().run()
            exit(isReached ? 0 : 1)
        default:
            FileHandle.standardError.write(Data("usage: resolver-bench availability\n".utf8))
            exit(2)
        }
    }
}
