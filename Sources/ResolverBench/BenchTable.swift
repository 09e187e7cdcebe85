import Foundation

/// Figures with their targets, printed as a table.
struct BenchTable {
    private struct Line {
        let name: String
        let target: String
        let figure: String
        let isReached: Bool?
    }

    private var lines: [Line] = []

    /// Adds a figure; `isReached` is `nil` where nothing is asked of it.
    mutating func add(_ name: String, target: String = "", figure: String, isReached: Bool? = nil) {
        lines.append(Line(name: name, target: target, figure: figure, isReached: isReached))
    }

    var isReached: Bool { lines.allSatisfy { $0.isReached ?? true } }

    func print() {
        let width = lines.map(\.name.count).max() ?? 0
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        Swift.print("| \(padded("figure", width)) | \(padded("target", 10)) | \(padded("measured", 22)) | |")
        Swift.print("|\(String(repeating: "-", count: width + 2))|------------|------------------------|---|")
        for line in lines {
            let mark = line.isReached.map { $0 ? "reached" : "NOT REACHED" } ?? ""
            Swift.print(
                "| \(padded(line.name, width)) | \(padded(line.target, 10)) | \(padded(line.figure, 22)) | \(mark) |"
            )
        }
    }
}
