package import Foundation
internal import Recordings

extension Registry {
    /// Whether a file could be imported into a registry that does not exist yet, so that a wrong one makes none.
    ///
    /// - Throws: `importRefused`, as ``importFile(_:progress:)`` does.
    package static func checkFirstImport(_ data: Data) throws(RegistryError) {
        let entry = DemonstrationEntry.initial(revision: 0)
        let base = RegistrySnapshot(entries: [entry.callRecIntGUID: entry])
        let file = try ImportReader.read(data)
        do {
            _ = try ImportPlan(file, over: base, revision: 1) { _, _ in false }
        } catch let problem as ImportProblem {
            throw ImportReader.refusal(problem, in: data)
        } catch {
            throw .importRefused(line: nil, path: "", problem: "the file cannot be read")
        }
    }
}
