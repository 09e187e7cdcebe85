internal import Recordings

/// The Historic Call List: rows that a script fills in while the answer about their recordings comes.
///
/// What is chosen stands in the address; the script reads it from there.
package struct CallListView: Sendable {
    /// The example calls of a demonstration; elsewhere calls are the reporting application's.
    let list: CallList
    /// Whether the viewer may be led to why a call cannot be played.
    let isExplained: Bool

    package init(list: CallList, isExplained: Bool) {
        self.list = list
        self.isExplained = isExplained
    }

    package var page: ConsolePage {
        ConsolePage(
            title: "Historic Call List",
            section: .calls,
            styles: [.callListStyle, .playerStyle],
            scripts: [.callListScript],
            content: content
        )
    }

    private var content: HTML {
        """
        <div class="head"><h1>Historic Call List</h1></div>
        <p class="muted" id="note"></p>
        \(choice)
        <div class="standing"><p id="counts">Loading…</p>\
        <progress id="progress" max="1" value="0" aria-label="Calls checked"></progress>\
        <button class="quiet" type="button" id="reset" hidden>Clear filters</button></div>
        <p class="refusal" id="complaint" role="alert" hidden></p>
        <p class="unseen" id="announcement" role="status"></p>
        \(Self.dock)
        \(table)
        <noscript><p>This page asks for recordings with JavaScript.</p></noscript>
        """
    }

    private var choice: HTML {
        """
        <form class="choice" id="choice" role="search" aria-label="Calls">
        <label>Report user <select name="user">\(list.readers.map(option))</select></label>
        <label>Telephony Server <select name="server">\(list.servers.map(option))</select></label>
        <label>Search <input name="q" type="search" placeholder="Number, segment or call id" maxlength="100"></label>
        <details id="filters"><summary>More filters</summary><div>
        <label>Direction <select name="direction"><option value="">Any</option>\
        \(CallSegment.Direction.allCases.map { Self.option($0.rawValue, $0.word) })</select></label>
        <label>Recording <select name="state"><option value="">Any</option>\
        \(Self.filterableStates.map { Self.option($0.rawValue, $0.word) })</select></label>
        <label>From <input name="since" type="datetime-local"></label>
        <label>Until <input name="until" type="datetime-local"></label>
        </div></details>
        </form>
        """
    }

    private static let filterableStates = AvailabilityState.allCases.filter { $0 != .invalid }

    private static func option(_ value: String, _ text: String) -> HTML {
        "<option value=\"\(value)\">\(text)</option>"
    }

    private func option(_ reader: CallList.Reader) -> HTML {
        """
        <option value="\(reader.username)" data-note="\(reader.note)">\(reader.fullName) (\(reader.username))</option>
        """
    }

    private func option(_ server: CallList.Server) -> HTML {
        Self.option("\(server.telSysID)", server.description)
    }

    /// The page's one player, at the window's lower edge; before the table, so that the keyboard finds it.
    private static let dock: HTML = """
        <section class="dock" id="dock" aria-label="Player" hidden><div>
        <div class="title"><a id="playing" href="/"></a><button class="quiet" type="button" id="close">Close</button></div>
        <div id="player"></div>
        </div></section>
        """

    /// Roles are written out because a grid of rows would lose the table's.
    private var table: HTML {
        """
        <table class="calls" role="table" aria-label="Calls">
        <thead role="rowgroup"><tr role="row">
        <th role="columnheader" scope="col"><span class="unseen">Listen</span></th>
        <th role="columnheader" scope="col">Start</th>
        <th role="columnheader" scope="col" class="direction"><span>Direction</span></th>
        <th role="columnheader" scope="col">From</th>
        <th role="columnheader" scope="col">To</th>
        <th role="columnheader" scope="col" class="duration">Duration</th>
        <th role="columnheader" scope="col">Recording</th>
        </tr></thead>
        <tbody id="calls" role="rowgroup"\(isExplained ? Self.explanation : .empty)></tbody>
        </table>
        <p id="nothing" hidden>No call fits the filters.</p>
        <template id="row"><tr role="row">\
        <td role="cell" class="listen"><button class="play" type="button" hidden>\(ConsoleIcon.play.html)</button></td>\
        <td role="cell" class="start"><a class="open" href="/"><time></time></a></td>\
        <td role="cell" class="direction"></td><td role="cell" class="from"></td><td role="cell" class="to"></td>\
        <td role="cell" class="duration"></td>\
        <td role="cell" class="recording"><span class="state idle">\(ConsoleIcon.asking.html)Asking…</span>\
        <span class="message"></span></td>\
        <td class="more" aria-hidden="true">\(ConsoleIcon.chevron.html)</td></tr></template>
        """
    }

    private static let explanation: HTML = " data-why=\"\(ConsoleSection.why.path)\""
}
