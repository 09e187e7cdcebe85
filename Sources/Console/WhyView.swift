internal import Recordings

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
                \(Self.fields.map(\.html))
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

    /// An input of the form; the name is the debug endpoint's query parameter.
    private struct Field {
        let name: String
        let label: String
        var example = ""
        var list: String?
        var isNeeded = false
        var isWhole = false
        /// What there is to choose from, where it is little.
        var choices: [String] = []

        var html: HTML { choices.isEmpty ? input : select }

        private var select: HTML {
            """
            <label>\(label)<select name="\(name)"><option value="">not known</option>\
            \(choices.map { "<option>\($0)</option>" as HTML })</select></label>
            """
        }

        private var input: HTML {
            let needed: HTML = isNeeded ? " required" : ""
            let mode: HTML = isWhole ? " inputmode=\"numeric\"" : ""
            let list: HTML? = list.map { " list=\"\($0)\"" }
            let hint: HTML? = isNeeded ? " <span class=\"needed\">needed</span>" : nil
            return """
                <label>\(label)\(hint)<input name="\(name)" placeholder="\(example)" autocomplete="off" spellcheck="false"\
                \(mode)\(list)\(needed)></label>
                """
        }
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

    private static let fields = [
        Field(name: "user", label: "Report user", example: "supervisor", list: "users", isNeeded: true),
        Field(
            name: "telSysID",
            label: "Telephony Server",
            example: "1",
            list: "servers",
            isNeeded: true,
            isWhole: true
        ),
        Field(name: "startTime", label: "Start", example: "2026-11-20T09:15:03Z", isNeeded: true),
        Field(name: "durationSeconds", label: "Duration in seconds", example: "184", isWhole: true),
        Field(name: "direction", label: "Direction", choices: CallSegment.Direction.allCases.map(\.rawValue)),
        Field(name: "from", label: "From", example: "+441632960111"),
        Field(name: "to", label: "To", example: "+441632960222"),
        Field(name: "partIDInTelSys", label: "Partition", example: "2", isWhole: true),
        Field(name: "externalCallID", label: "External call id", example: "callhalf-123:0"),
        Field(name: "externalTrackingID", label: "External tracking id"),
        Field(name: "segmentID", label: "Segment id", example: "S-1"),
    ]

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
