/// Why an import file is refused, and where in it.
struct ImportProblem: Error, Hashable, Sendable {
    let path: ImportPath
    /// What is wrong and what would be right, without the value where that may be secret.
    let text: String

    init(_ path: ImportPath, _ text: String) {
        self.path = path
        self.text = text
    }
}
