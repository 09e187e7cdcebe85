/// What somebody sees for a moment who signed in by an identity provider.
package struct WelcomeView: Sendable {
    let name: String
    /// Path and query of the page to go on to.
    let target: String

    package init(name: String, target: String) {
        self.name = name
        self.target = target
    }

    package var page: ConsolePage {
        ConsolePage(
            title: "Signed in",
            content: """
                <div class="sheet">
                <h1>Signed in</h1>
                <p>You are signed in as \(name).</p>
                <p><a href="\(target)">Go on</a></p>
                </div>
                """
        )
    }
}
