import Foundation
import Fuzzing
import Glibc

/// `resolver-fuzz SEED FROM COUNT FOLDER`: tries inputs; `FOLDER/number` always holds the one being tried, for when it takes the process down.
@main
struct ResolverFuzz {
    private static let progressStep = 100_000

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let seed = UInt64(arguments[1]), let from = Int(arguments[2]),
            let count = Int(arguments[3]), from >= 0, count > 0
        else {
            print("resolver-fuzz SEED FROM COUNT FOLDER")
            exit(2)
        }
        let folder = arguments[4]
        let file = open(folder + "/number", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        let run = try FuzzRun(folder: folder)
        print("seed \(seed), inputs \(from) to \(from + count - 1), in turn for \(run.names.joined(separator: ", "))")
        do {
            try await run.run(seed: seed, numbers: from..<from + count) { number in
                var number = number
                pwrite(file, &number, MemoryLayout<Int>.size, 0)
                if number > from, number % progressStep == 0 { print("\(number - from) inputs") }
            }
        } catch {
            print("BROKEN \(error)")
            exit(1)
        }
        print("\(count) inputs, nothing broken")
    }
}
