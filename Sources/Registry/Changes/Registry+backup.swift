internal import Storage

extension Registry {
    /// The database's name in the data directory.
    package static let fileName = RegistryFiles.databaseName

    /// Copies the database while it is in use, as it was at one moment, and checks the copy.
    ///
    /// - Parameter path: a file that does not exist yet; made for the owner alone.
    /// - Throws: `storageFailed`, `busy`, or `damaged` when the copy does not pass its check.
    package func backUp(to path: String) throws(RegistryError) {
        do {
            try KeptDatabase.copy(pool, to: path) { _ in }
        } catch {
            throw RegistryError(error, databasePath: path)
        }
    }
}
