/// Administration > Telephony Servers and Partitions; drawn by `servers.js`.
package struct ServersView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Telephony Servers and Partitions",
            administration: .servers,
            styles: [.peopleStyle],
            scripts: [.serversScript],
            content: """
                <div class="head"><div><h1>Telephony Servers and Partitions</h1>
                <p class="hint" id="summary" role="status">Reading the registry…</p></div>
                <div class="acts"><button id="add" class="primary" type="button" hidden>\(ConsoleIcon.server.html)Add Telephony Server</button></div></div>
                <div class="tools"><label>Find<input id="find" type="search" placeholder="Number, or beginning of the description"\
                 autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
                <div id="filters" class="filters"></div></div>
                <p id="done" class="done" role="status"></p>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                <ul id="servers" class="servers"></ul>
                <div id="none" class="panel empty" hidden></div>
                <button id="more" class="more" type="button" hidden>More Telephony Servers</button>
                """
        )
    }
}
