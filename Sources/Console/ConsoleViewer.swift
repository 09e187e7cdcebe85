/// Who looks at a page: whose token they signed in with.
package struct ConsoleViewer: Sendable, Hashable {
    /// The token's name.
    package let name: String
    package let isAdministrator: Bool

    package init(name: String, isAdministrator: Bool) {
        self.name = name
        self.isAdministrator = isAdministrator
    }

    /// What the viewer may do, in a word.
    var role: String {
        isAdministrator ? "Administrator" : "Reports"
    }
}
