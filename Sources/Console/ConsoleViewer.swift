package import Recordings

/// Who looks at a page.
package struct ConsoleViewer: Sendable, Hashable {
    /// The user's name, or the token's.
    package let name: String
    /// Whether a token's name it is.
    package let isToken: Bool
    package let isAdministrator: Bool
    /// What is administered.
    package let scope: Scope

    package init(name: String, isToken: Bool, isAdministrator: Bool, scope: Scope = .applicationWide) {
        self.name = name
        self.isToken = isToken
        self.isAdministrator = isAdministrator
        self.scope = scope
    }

    /// What the viewer may do, in a few words.
    var role: String {
        guard isAdministrator else { return "Reports" }
        return scope == .applicationWide ? "Administrator" : "Administrator of \(scope)"
    }

    /// The part that is administered, and who is no token, for scripts.
    var attributes: HTML {
        let server = scope.telSysID.map { " data-telsysid=\"\($0.rawValue)\"" as HTML }
        let partition = scope.partIDInTelSys.map { " data-partition=\"\($0.rawValue)\"" as HTML }
        let person: HTML? = isToken ? nil : " data-person=\"\(name)\""
        return "\(server)\(partition)\(person)"
    }

    /// Whether a page of the navigation is of any use to the viewer.
    func maySee(_ section: ConsoleSection) -> Bool {
        (isAdministrator || !section.isForAdministrators) && maySee(isAboutEverything: section.isAboutEverything)
    }

    /// Whether a page of Administration is of any use to the viewer.
    func maySee(_ section: AdministrationSection) -> Bool {
        isAdministrator && maySee(isAboutEverything: section.isAboutEverything)
    }

    private func maySee(isAboutEverything: Bool) -> Bool {
        scope == .applicationWide || !isAboutEverything
    }
}
