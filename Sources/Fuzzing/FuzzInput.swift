internal import CallCorpus
internal import Sharing

/// Makes inputs: right ones, a little or very much damaged; each follows from seed and number alone.
struct FuzzInput {
    /// The longest input made.
    static let maximumBytes = 16 << 10
    private static let maximumChanges = 8
    /// Values at which readers stumble.
    private static let numbers = [
        "0", "-1", "1", "255", "65535", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e309", "-0", "00", "0.1", "1e3", "+1",
        "99999999999999999999999999999999999999",
    ]
    private static let texts = [
        "\u{0}", "\u{FEFF}", "é", "\u{1F600}", "\r\n", "\n", "\t", " ", "%00", "%", "\"", "\\u0000",
    ]

    private var random: SeededGenerator
    private let corpus: FuzzCorpus

    init(seed: UInt64, number: Int, corpus: FuzzCorpus) {
        random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: number))
        self.corpus = corpus
    }

    mutating func make() -> [UInt8] {
        // Now and then what no reader has ever seen.
        if random.happens(3) { return noise(Int.random(in: 0...200, using: &random)) }
        var bytes = corpus.seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 0...Self.maximumChanges, using: &random) { change(&bytes) }
        return Array(bytes.prefix(Self.maximumBytes))
    }

    private mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        let part = at..<min(bytes.count, at + Int.random(in: 0...16, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes.removeSubrange(part)
        case 1: bytes.insert(contentsOf: bytes[part], at: at)
        case 2: bytes.insert(contentsOf: corpus.tokens.randomElement(using: &random) ?? [], at: at)
        case 3: bytes.replaceSubrange(part, with: corpus.tokens.randomElement(using: &random) ?? [])
        case 4: bytes.replaceSubrange(part, with: Array((Self.numbers.randomElement(using: &random) ?? "").utf8))
        case 5: bytes.insert(contentsOf: Array((Self.texts.randomElement(using: &random) ?? "").utf8), at: at)
        case 6: bytes.removeSubrange(at...)
        case 7: splice(&bytes, at: at)
        default: flip(&bytes, at: at)
        }
    }

    private mutating func splice(_ bytes: inout [UInt8], at: Int) {
        let other = corpus.seeds.randomElement(using: &random) ?? []
        bytes.replaceSubrange(at..., with: other.dropFirst(Int.random(in: 0...other.count, using: &random)))
    }

    private mutating func flip(_ bytes: inout [UInt8], at: Int) {
        guard at < bytes.count else { return bytes.append(contentsOf: noise(1)) }
        bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
}
