internal import Foundation
internal import Recordings

/// Gives inputs to all targets, in turn.
package struct FuzzRun: Sendable {
    /// An input that broke a target, and how to see it again.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let target: String
        package let seed: UInt64
        package let number: Int
        package let problem: String
        package let input: [UInt8]

        package var description: String {
            """
            \(target): \(problem)
            again: scripts/fuzz --seed \(seed) --from \(number) --count 1
            input: \(Data(input).base64EncodedString())
            """
        }
    }

    private let targets: [(name: String, target: any FuzzTarget)]

    /// - Parameter folder: for the registry of the XML API's target; it must exist.
    /// - Throws: when that registry cannot be made, or nothing can be signed.
    package init(folder: String) throws {
        guard let recording = RecordingID("0412345678") else { throw CocoaError(.formatting) }
        targets = [
            ("range", RangeTarget()), ("requestHead", RequestHeadTarget()), ("rows", RowsTarget()),
            ("address", AddressTarget(recording: recording)), ("path", PathTarget()),
            ("query", QueryTarget()),
            ("providerList", ListTarget()), ("providerAnswer", ProviderTarget()), ("providerHead", HeadTarget()),
            ("webhook", HookTarget()), ("identityProvider", try IdentityProviderTarget()),
            ("xml", try XMLTarget(folder: folder)),
        ]
    }

    package var names: [String] { targets.map(\.name) }

    /// Which target an input number goes to.
    package func name(of number: Int) -> String {
        targets[number % targets.count].name
    }

    /// Tries inputs.
    ///
    /// - Parameters:
    ///   - seed: all inputs follow from it.
    ///   - numbers: which inputs.
    ///   - before: told of each number before it is tried, so that a crash can be traced to it.
    /// - Throws: ``Failure`` at the first input that breaks something.
    package func run(
        seed: UInt64,
        numbers: Range<Int>,
        before: @Sendable (Int) -> Void = { _ in }
    ) async throws(Failure) {
        for number in numbers {
            before(number)
            let (name, target) = targets[number % targets.count]
            var maker = FuzzInput(seed: seed, number: number, corpus: target.corpus)
            let input = maker.make()
            if let problem = await target.broken(by: input) {
                throw Failure(target: name, seed: seed, number: number, problem: problem, input: input)
            }
        }
    }
}
