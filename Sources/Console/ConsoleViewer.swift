/// Who looks at a page.
package struct ConsoleViewer: Sendable, Hashable {
    /// The user's name, or the token's.
    package let name: String
    /// Whether a token's name it is.
    package let isToken: Bool
    package let isAdministrator: Bool
    /// The part that is administered, in words; `nil` for everything.
    package let scope: String?

    package init(name: String, isToken: Bool, isAdministrator: Bool, scope: String? = nil) {
        self.name = name
        self.isToken = isToken
        self.isAdministrator = isAdministrator
        self.scope = scope
    }

    /// What the viewer may do, in a few words.
    var role: String {
        guard isAdministrator else { return "Reports" }
        return scope.map { "Administrator of \($0)" } ?? "Administrator"
    }

    /// Whether a page of the navigation is of any use to the viewer.
    func maySee(_ section: ConsoleSection) -> Bool {
        (isAdministrator || !section.isForAdministrators) && (scope == nil || !section.isAboutEverything)
    }
}
