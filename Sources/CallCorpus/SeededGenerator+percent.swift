package import Sharing

extension SeededGenerator {
    /// Whether something happens that does so in `percent` of a hundred cases.
    package mutating func happens(_ percent: Double) -> Bool {
        Double.random(in: 0..<100, using: &self) < percent
    }
}
