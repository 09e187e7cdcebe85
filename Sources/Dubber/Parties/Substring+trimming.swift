extension Substring {
    var trimmed: Substring {
        let start = drop { $0 == " " }
        return start.prefix(through: start.lastIndex { $0 != " " })
    }

    /// The characters at the end for which it holds.
    func suffix(while predicate: (Character) -> Bool) -> Substring {
        lastIndex { !predicate($0) }.map { self[$0...].dropFirst() } ?? self
    }

    /// Without what opens or ends a remark.
    var trimmingBrackets: Substring {
        let text = trimmingPunctuation
        return text.last.map("([{".contains) == true ? text.dropLast().trimmingPunctuation : text
    }

    /// Without the spaces, dashes, colons, commas and bars between a name and a number.
    var trimmingPunctuation: Substring {
        func isBetween(_ character: Character) -> Bool { " -:,;/|".contains(character) }
        let start = drop(while: isBetween)
        return start.prefix(through: start.lastIndex { !isBetween($0) })
    }

    private func prefix(through last: Index?) -> Substring {
        last.map { self[...$0] } ?? self[endIndex...]
    }
}
