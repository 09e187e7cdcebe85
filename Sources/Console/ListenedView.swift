/// Administration > Who listened: playbacks by user, call, entry, time and outcome, and beside them who changed what; drawn by `listened.js`.
package struct ListenedView: Sendable {
    /// What the page shows.
    package enum Subject: String, Sendable {
        case playbacks, changes

        var path: HTML { self == .playbacks ? "/console/listened" : "/console/listened?show=changes" }
    }

    /// The query's field that says what is shown.
    package static let field = "show"

    let subject: Subject
    /// Whether the viewer administers everything: the changes are of the whole.
    let isAboutEverything: Bool

    package init(_ subject: Subject, isAboutEverything: Bool) {
        self.subject = subject
        self.isAboutEverything = isAboutEverything
    }

    package var page: ConsolePage {
        ConsolePage(
            title: subject == .playbacks ? "Who listened" : "Who changed what",
            administration: .listened,
            styles: [.insightAdministrationStyle],
            scripts: [.listenedScript],
            content: """
                <div class="head"><div><h1>\(subject == .playbacks ? "Who listened" : "Who changed what")</h1>
                <p class="hint">\(subject == .playbacks ? Self.playbacksHint : Self.changesHint)</p></div>\
                <div class="acts"><a class="button" id="table" href="/v1/audit?format=csv" download>\(ConsoleIcon.download.html)As a table (CSV)</a></div></div>
                \(isAboutEverything ? tabs : .empty)
                <form id="filters" class="filters panel" role="search" aria-label="\(subject == .playbacks ? "Playbacks" : "Changes")">
                \(subject == .playbacks ? Self.playbackFilters : Self.changeFilters)
                <label>From<input name="since" type="datetime-local" step="1"></label>
                <label>Before<input name="until" type="datetime-local" step="1"></label>
                <div class="acts"><button class="primary" type="submit">\(ConsoleIcon.search.html)Show</button>\
                <button class="quiet" type="reset">Clear</button></div>
                </form>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                <p id="summary" class="hint" role="status">Reading…</p>
                <section class="panel" id="found" data-show="\(subject.rawValue)" aria-labelledby="found-title" hidden>
                <h2 id="found-title" class="unseen">\(subject == .playbacks ? "Playbacks" : "Changes")</h2>
                <table class="list"><thead><tr>\(columns)</tr></thead><tbody id="rows"></tbody></table>
                </section>
                <button id="more" class="more" type="button" hidden>Earlier ones</button>
                <noscript><p>This page needs JavaScript.</p></noscript>
                """
        )
    }

    private static let playbacksHint: HTML = """
        Every playback, download and look at a waveform leaves a row before the first byte is sent, and so do refusals. Times are yours.
        """

    private static let changesHint: HTML = """
        Every change of entries, users, Telephony Servers, Partitions, tokens and keys, with who made it. Values are not kept. Times are yours.
        """

    private var tabs: HTML {
        """
        <nav class="tabs" aria-label="What is shown"><ul>\(link(.playbacks, "Who listened"))\
        \(link(.changes, "Who changed what"))</ul></nav>
        """
    }

    private func link(_ target: Subject, _ label: HTML) -> HTML {
        let current: HTML = target == subject ? " aria-current=\"true\"" : ""
        return "<li><a href=\"\(target.path)\"\(current)>\(label)</a></li>"
    }

    private static let playbackFilters: HTML = """
        <label>User<input name="user" list="users" autocomplete="off" spellcheck="false" maxlength="256" dir="auto"></label>
        <datalist id="users"></datalist>
        <div class="entry"><label for="entry-filter">Integration entry</label><div id="entry-place"></div></div>
        <label>External call id<input name="call" autocomplete="off" spellcheck="false" maxlength="256"></label>
        <label>Recording id<input name="recording" autocomplete="off" spellcheck="false" maxlength="64"></label>
        <label>Outcome<select name="outcome"><option value="">Any</option>\
        \(outcomes.map { "<option value=\"\($0.value)\">\($0.label)</option>" as HTML })</select></label>
        """

    private static let outcomes: [(value: HTML, label: HTML)] = [
        ("whole", "Heard wholly"), ("part", "Heard in part"), ("none", "No byte sent"), ("broken", "Broken off"),
        ("open", "Under way"), ("unknown", "End unknown"), ("looked", "Waveform looked at"),
        ("notPlayed", "Not played"),
    ]

    private static let changeFilters: HTML = """
        <label>By whom<input name="author" autocomplete="off" spellcheck="false" maxlength="256" dir="auto"></label>
        <label>Kind<select name="kind"><option value="">Any</option>\
        \(kinds.map { "<option value=\"\($0.value)\">\($0.label)</option>" as HTML })</select></label>
        <label>Of what<input name="key" autocomplete="off" spellcheck="false" maxlength="256" placeholder="GUID, user or token name, number" dir="auto"></label>
        """

    private static let kinds: [(value: HTML, label: HTML)] = [
        ("entry", "Integration entries"), ("user", "Users"), ("telephonyServer", "Telephony Servers"),
        ("partition", "Partitions"), ("token", "Tokens"), ("key", "Keys"),
    ]

    private var columns: [HTML] {
        let names: [HTML] =
            subject == .playbacks
            ? ["When", "Who", "What", "From where", "Outcome"] : ["When", "By whom", "What", "Of what"]
        return names.map { "<th scope=\"col\">\($0)</th>" }
    }
}
