/// How far an import has come; told once for every ``stride`` objects written and at the end of each kind.
package struct ImportProgress: Hashable, Sendable {
    package static let stride = 1_000

    package let kind: ImportSummary.Kind
    /// How many objects of the kind are written, and how many are to be.
    package let done: Int
    package let total: Int

    package init(kind: ImportSummary.Kind, done: Int, total: Int) {
        self.kind = kind
        self.done = done
        self.total = total
    }
}
