/// A region of the provider, such as `uk1`: a path prefix with its own accounts and keys.
package struct SimulatedRegion: Hashable, Sendable, Codable {
    package var accounts: [SimulatedAccount]

    package init(accounts: [SimulatedAccount] = []) {
        self.accounts = accounts
    }
}
