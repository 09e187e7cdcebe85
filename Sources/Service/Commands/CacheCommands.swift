internal import Foundation
package import Logging
internal import Recordings
internal import Registry
internal import SliceCache
internal import Storage

/// What the command line asks of the audio cache.
package struct CacheCommands: Sendable {
    private let stores: Stores

    package init(configuration: ServiceConfiguration, logger: Logger) {
        stores = Stores(configuration: configuration, logger: logger, now: { Date() })
    }

    /// How much audio is kept, in a line; beside a running service too.
    ///
    /// - Throws: `cacheNotUsable`.
    package func summary() throws(ServiceStartError) -> String {
        let inventory = try stores.inventory()
        defer { inventory.close() }
        do {
            let totals = try inventory.totals()
            let limit = stores.configuration.cache.maximumBytes
            return "\(totals.recordings) recordings, \(totals.storedBytes) of at most \(limit) bytes"
        } catch {
            throw .cacheNotUsable(error)
        }
    }

    /// Deletes audio while no service runs, on a full disk too.
    ///
    /// - Parameter criteria: names and values, as `DELETE /v1/cache` has them.
    /// - Returns: how many recordings were deleted.
    /// - Throws: `Problem` for criteria that cannot be understood, `purgeBesideService`, `purgeIncomplete`, `cacheNotUsable`; `RegistryError` where
    ///   the registry is needed to understand them.
    package func purge(_ criteria: [(String, String)]) async throws -> Int {
        // Before anything is opened, as far as that can be told without the registry.
        let query = try QueryValues(criteria, of: CacheSelection.fields)
        if !criteria.contains(where: Self.namesRegistry) { _ = try CacheSelection(query, in: RegistrySnapshot()) }
        let lock = try stores.lock(for: "cache purge") { holder in
            .purgeBesideService(holder: holder, call: Self.call(criteria))
        }
        defer { lock.release() }
        stores.makeRoom()
        let selection = try CacheSelection(query, in: snapshot(for: criteria))
        let purge = OfflinePurge(directory: stores.configuration.dataDirectory, logger: stores.logger)
        let outcome: OfflinePurge.Outcome
        do {
            outcome = try await purge.run { selection.contains($0) }
        } catch {
            throw ServiceStartError.cacheNotUsable(error)
        }
        guard outcome.kept == 0 else {
            throw ServiceStartError.purgeIncomplete(deleted: outcome.deleted, kept: outcome.kept)
        }
        return outcome.deleted
    }

    /// The registry is opened only where a criterion is to be looked up in it.
    private func snapshot(for criteria: [(String, String)]) throws(RegistryError) -> RegistrySnapshot {
        guard criteria.contains(where: Self.namesRegistry) else { return RegistrySnapshot() }
        func values(_ name: String) -> [String] { criteria.filter { $0.0 == name }.map(\.1) }
        let servers = values("telSysID").compactMap { Int32($0) }.map { TelSysID($0) }
        let registry = try stores.registry(.part(users: values("user"), entriesOf: servers))
        defer { registry.close() }
        return registry.snapshot
    }

    private static func namesRegistry(_ criterion: (String, String)) -> Bool {
        ["telSysID", "user"].contains(criterion.0)
    }

    private static func call(_ criteria: [(String, String)]) -> String {
        var address = URLComponents()
        address.path = "/v1/cache"
        address.queryItems = criteria.map { URLQueryItem(name: $0, value: $1) }
        return "DELETE \(address.string ?? address.path)"
    }
}
