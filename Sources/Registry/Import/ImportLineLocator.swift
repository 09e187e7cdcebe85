internal import Foundation
internal import Yams

/// Finds the line of a place in a file that is known to be JSON.
///
/// JSON is, but for one escape, a subset of YAML, whose parser keeps the position of every value; used only for a file that is refused.
struct ImportLineLocator {
    private let root: Node?

    init(_ data: Data) {
        root = try? Yams.compose(yaml: Self.withoutSurrogates(String(decoding: data, as: UTF8.self)), .basic)
    }

    /// The line, counted from 1, of the value at `path`, or of the innermost object on the way that exists.
    ///
    /// - Returns: `nil` when the file cannot be read for lines.
    func line(of path: ImportPath) -> Int? {
        guard var node = root else { return nil }
        for step in path.steps {
            guard let next = Self.child(of: node, step) else { break }
            node = next
        }
        return node.mark?.line
    }

    private static func child(of node: Node, _ step: ImportPath.Step) -> Node? {
        switch (node, step) {
        case (.mapping(let mapping), .key(let key)):
            mapping.first { $0.key.string == key }?.value
        case (.sequence(let sequence), .index(let index)):
            sequence.indices.contains(index) ? sequence[index] : nil
        default:
            nil
        }
    }

    /// YAML has no surrogate escapes (`\ud83d\ude00`); any other escape in their place leaves the lines as they are.
    private static func withoutSurrogates(_ text: String) -> String {
        text.replacing(#/\\u[dD][89a-fA-F][0-9a-fA-F]{2}/#, with: #"\u0041"#)
    }
}
