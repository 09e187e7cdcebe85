/// A page of the console: what differs from page to page, put into the frame that they share.
package struct ConsolePage: Sendable {
    /// The heading, and the window's title.
    package let title: String
    /// Which link of the navigation leads here.
    package let section: ConsoleSection?
    /// Which link of the second row leads here, of a page of Administration.
    package let administration: AdministrationSection?
    /// Loaded after the common style.
    package let styles: [ConsoleFile]
    /// Loaded as modules, in this order.
    package let scripts: [ConsoleFile]
    /// What stands in `<main>`, its `<h1>` included.
    package let content: HTML

    package init(
        title: String,
        section: ConsoleSection? = nil,
        styles: [ConsoleFile] = [],
        scripts: [ConsoleFile] = [],
        content: HTML
    ) {
        self.title = title
        self.section = section
        administration = nil
        self.styles = styles
        self.scripts = scripts
        self.content = content
    }

    /// A page of Administration, with the style that those share.
    package init(
        title: String,
        administration: AdministrationSection,
        styles: [ConsoleFile] = [],
        scripts: [ConsoleFile],
        content: HTML
    ) {
        self.title = title
        section = .administration
        self.administration = administration
        self.styles = [.administrationStyle, .formStyle] + styles
        self.scripts = scripts
        self.content = content
    }

    /// The whole document.
    ///
    /// - Parameter viewer: who looks at it; `nil` before the sign-in, when there is nowhere to go yet.
    /// - Returns: markup to be sent as it is.
    package func document(for viewer: ConsoleViewer?) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) – Playback</title>
        \(([.style] + styles).map { "<link rel=\"stylesheet\" href=\"\($0.path)\">" as HTML })
        <link rel="icon" href="\(ConsoleFile.icon.path)" type="image/svg+xml">
        \(scripts.map { "<script type=\"module\" src=\"\($0.path)\"></script>" as HTML })
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        \(ConsoleIcon.sprite)
        <header class="bar">
        <a class="brand" href="/">\(ConsoleIcon.wave.html)<span>Playback</span></a>
        \(viewer.map(navigation))
        \(viewer.map(account))
        </header>
        \(viewer.flatMap(secondRow))
        <main id="main" tabindex="-1"\(viewer.map(\.attributes))>
        \(content)
        </main>
        </body>
        </html>

        """
    }

    private func navigation(_ viewer: ConsoleViewer) -> HTML {
        let sections = ConsoleSection.allCases.filter { viewer.maySee($0) }
        return """
            <nav aria-label="Console"><ul>
            \(sections.map(link))
            </ul></nav>
            """
    }

    private func link(_ target: ConsoleSection) -> HTML {
        // A page of Administration is marked in the second row; above, only that it is one.
        let mark: HTML = administration == nil ? "page" : "true"
        let current: HTML = target == section ? " aria-current=\"\(mark)\"" : ""
        return "<li><a href=\"\(target.path)\"\(current)>\(target.icon.html)\(target.label)</a></li>"
    }

    private func secondRow(_ viewer: ConsoleViewer) -> HTML? {
        guard let administration else { return nil }
        let links = AdministrationSection.allCases.filter { viewer.maySee($0) }.map { target -> HTML in
            let current: HTML = target == administration ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(target.path)\"\(current)>\(target.label)</a></li>"
        }
        return "<nav class=\"second\" aria-label=\"Administration\"><ul>\(links)</ul></nav>"
    }

    private func account(_ viewer: ConsoleViewer) -> HTML {
        """
        <form class="account" method="post" action="/console/sign-out">
        <span class="who" title="Signed in \(viewer.isToken ? "with the token" : "as") \(viewer.name)">\
        <strong>\(viewer.name)</strong> <span class="role">\(viewer.role)</span></span>
        <button class="quiet" type="submit">Sign out</button>
        </form>
        """
    }
}
