/// Why a recording can or cannot be played: a form for a call, and the debug endpoint's answer drawn by `why.js`.
package struct WhyView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Why?",
            section: .why,
            styles: [.insightStyle, .rulesStyle],
            scripts: [.whyScript],
            content: """
                <div class="lead"><h1>Why can this call be played, or not?</h1>
                <p class="hint">Every rule, host and recording that was looked at, and what to do.</p></div>
                <details id="call" class="panel call" open>
                <summary><span id="call-words">Which call?</span><span class="change">Change</span></summary>
                <form id="question" method="get" action="/console/why">
                <div class="fields">
                \(CallField.all.map(\.html))
                </div>
                <div class="ask">
                <fieldset class="switch"><legend>How far to look</legend>
                \(Self.probes.map(\.html))
                </fieldset>
                <button class="primary" type="submit">\(ConsoleIcon.search.html)Explain</button>
                </div>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                </form>
                </details>
                <p id="progress" class="unseen" role="status"></p>
                <div id="answer" class="stack"></div>
                <datalist id="users"></datalist>
                <datalist id="servers"></datalist>
                """
        )
    }

    private struct Probe {
        let name: String
        let label: String
        let hint: String
        var isChosen = false

        var html: HTML {
            let chosen: HTML = isChosen ? " checked" : ""
            return """
                <label title="\(hint)"><input type="radio" name="probe" value="\(name)"\(chosen)><span>\(label)</span></label>
                """
        }
    }

    private static let probes = [
        Probe(name: "none", label: "Rules only", hint: "Neither the index nor the provider is looked at"),
        Probe(name: "cached", label: "What is known", hint: "No provider call is made", isChosen: true),
        Probe(
            name: "live",
            label: "Ask the provider",
            hint: "Spends the entry's quota where what is known does not suffice"
        ),
    ]
}
