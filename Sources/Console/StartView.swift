/// What people can do here, where no calls are listed: open a call, and, for administrators, set up and look after the service.
package struct StartView: Sendable {
    /// What the registry holds already of what playback needs.
    package struct Beginning: Sendable, Hashable {
        let hasServers: Bool
        let hasEntries: Bool
        let hasAssignments: Bool

        package init(hasServers: Bool, hasEntries: Bool, hasAssignments: Bool) {
            self.hasServers = hasServers
            self.hasEntries = hasEntries
            self.hasAssignments = hasAssignments
        }

        /// Whether everything is there, so that nobody need be told how to begin.
        var isOver: Bool { hasServers && hasEntries && hasAssignments }
    }

    let viewer: ConsoleViewer
    /// `nil` for those who do not administer everything.
    let beginning: Beginning?

    package init(viewer: ConsoleViewer, beginning: Beginning?) {
        self.viewer = viewer
        self.beginning = beginning
    }

    package var page: ConsolePage {
        ConsolePage(
            title: "Start",
            section: .calls,
            styles: [.startStyle],
            scripts: [.startScript],
            content: """
                <div class="lead"><h1>\(isBeginning ? "Three steps to the first recording" : "What would you like to do?")</h1>
                <p class="hint">This service keeps no calls of its own: the reporting application sends its rows, and is told which of \
                them have recordings.</p></div>
                \(steps)
                \(Self.callPanel)
                \(ways)
                """
        )
    }

    private var isBeginning: Bool { beginning.map { !$0.isOver } ?? false }

    // MARK: - The first steps

    private struct Step {
        let title: String
        let sentence: String
        let act: String
        let section: AdministrationSection
        let isDone: Bool
    }

    private var steps: HTML? {
        guard let beginning, !beginning.isOver else { return nil }
        let steps = [
            Step(
                title: "Telephony Servers",
                sentence: "Say which Telephony Servers reports are run across, with their numbers in the reporting "
                    + "application, and which Partitions they have.",
                act: "Add a Telephony Server",
                section: .servers,
                isDone: beginning.hasServers
            ),
            Step(
                title: "A recording entry",
                sentence:
                    "Say where the recordings are: hosts and credentials of an account at Dubber, and whose users "
                    + "may hear it. Test the connection before you save.",
                act: "Add an entry",
                section: .recording,
                isDone: beginning.hasEntries
            ),
            Step(
                title: "Users",
                sentence: "Name the reporting users, and give each an entry as its “Recording Playback”. Nobody hears "
                    + "anything without one.",
                act: "Add a user",
                section: .users,
                isDone: beginning.hasAssignments
            ),
        ]
        let next = steps.firstIndex { !$0.isDone }
        return """
            <section aria-labelledby="steps-title"><h2 id="steps-title" class="unseen">First steps</h2>
            <ol class="steps">
            \(steps.enumerated().map { html($1, number: $0 + 1, isNext: $0 == next) })
            </ol>
            <p class="file"><strong>Or all at once, from a file:</strong> <code>playback-resolver import registry.json</code>, as the \
            user that the service runs as. It takes servers, Partitions, entries and users, and says which line is wrong.</p>
            </section>
            """
    }

    private func html(_ step: Step, number: Int, isNext: Bool) -> HTML {
        let mark: HTML =
            step.isDone
            ? "<span class=\"number done\">\(ConsoleIcon.available.html)<span class=\"unseen\">Done</span></span>"
            : "<span class=\"number\" aria-hidden=\"true\">\(number)</span>"
        let look: HTML = isNext ? "button primary" : "button"
        let link: HTML? =
            viewer.maySee(step.section) ? "<a class=\"\(look)\" href=\"\(step.section.path)\">\(step.act)</a>" : nil
        return """
            <li class="panel step\(isNext ? " next" : "")">\(mark)<h3>\(step.title)</h3>
            <p>\(step.sentence)</p>\(link)</li>
            """
    }

    // MARK: - A call

    private static let callPanel: HTML = """
        <section class="panel open-call" aria-labelledby="call-title"><h2 id="call-title">Open a call</h2>
        <form id="link-form" novalidate>
        <label for="link">A link to a call</label>
        <div class="line"><input id="link" type="text" inputmode="url" autocomplete="off" spellcheck="false" \
        aria-describedby="link-hint link-fault" placeholder="https://…/console/calls/…">\
        <button class="primary" type="submit">Open</button></div>
        <p class="hint" id="link-hint">As somebody sent it to you, from this console or from a report.</p>
        <p class="fault" id="link-fault" role="alert" hidden></p>
        </form>
        <details id="by-data"><summary>By its data</summary>
        <form id="data-form" novalidate>
        <div class="fields">
        \(CallField.all.map(\.html))
        </div>
        <p class="fault" id="data-fault" role="alert" hidden></p>
        <button class="primary" type="submit">Open the call</button>
        </form></details>
        <datalist id="users"></datalist><datalist id="servers"></datalist>
        </section>
        """

    // MARK: - Ways on

    private var ways: HTML? {
        guard viewer.isAdministrator else { return nil }
        let why = Self.way(
            ConsoleSection.why.path,
            "Why?",
            "Why a call can or cannot be played: every rule, host and recording."
        )
        let live = viewer.maySee(ConsoleSection.live) ? [Self.live] : []
        let pages = AdministrationSection.allCases.filter { viewer.maySee($0) }
            .map { Self.way($0.path, $0.label, $0.sentence) }
        return """
            <section aria-labelledby="ways-title"><h2 id="ways-title">Look after the service</h2>
            <ul class="ways">
            \([why] + live + pages)
            </ul></section>
            """
    }

    private static let live = way(
        ConsoleSection.live.path,
        "Live",
        "Listeners, cache, errors, hosts and quota, as they are now."
    )

    private static func way(_ path: String, _ label: String, _ sentence: String) -> HTML {
        "<li><a href=\"\(path)\"><strong>\(label)</strong> <span>\(sentence)</span></a></li>"
    }
}
