/// A reader of what comes from outside, given inputs until one of them breaks it.
package protocol FuzzTarget: Sendable {
    /// What inputs are made of.
    var corpus: FuzzCorpus { get }

    /// Reads one input, and holds what came of it against what must be true whatever the input.
    ///
    /// - Returns: what was broken; `nil` when nothing was.
    func broken(by input: [UInt8]) async -> String?
}

/// What inputs of a target are made of.
package struct FuzzCorpus: Sendable {
    /// Right inputs.
    let seeds: [[UInt8]]
    /// Pieces that mean something to the reader.
    let tokens: [[UInt8]]

    init(seeds: [String], tokens: [String]) {
        self.seeds = seeds.map { Array($0.utf8) }
        self.tokens = tokens.map { Array($0.utf8) }
    }
}
