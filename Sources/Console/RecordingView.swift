/// Administration > Recording: the integration entries in the tree of scopes, to be added, changed, deleted and tested; drawn by `recording.js`.
package struct RecordingView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Recording",
            administration: .recording,
            styles: [.recordingStyle],
            scripts: [.recordingScript],
            content: """
                <div class="head"><div><h1>Recording</h1>
                <p class="hint">Integration entries: where recordings are, and whose users may be assigned them.</p></div>
                <div class="acts"><button id="add" class="primary" type="button">\(ConsoleIcon.plus.html)Add entry</button></div></div>
                <div class="tools"><label>Find what begins with\
                <input id="find" type="search" placeholder="Description, host, GUID, server or Partition" autocomplete="off"></label>
                <p class="hint" id="summary" role="status">Reading the registry…</p></div>
                <section id="results" aria-label="Found" hidden>
                <ul id="found" class="entries flat"></ul>
                <p id="none" class="hint" hidden>No entry begins like that.</p>
                <button id="more-found" class="more" type="button" hidden>More entries</button>
                <div id="components" hidden><h2>Telephony Servers and Partitions</h2>
                <ul id="found-components" class="tree"></ul></div>
                </section>
                <div id="empty" class="panel empty" hidden><h2>No Telephony Server yet</h2>
                <p>An entry belongs to a Telephony Server, to a Partition of one, or to all of them. \
                <a href="\(AdministrationSection.servers.path)">Add a Telephony Server</a> first, or add an entry for all that are \
                to come.</p></div>
                <section id="tree" class="tree" aria-label="Scopes">
                <div id="everything" class="node" data-scope="all" hidden>
                <p class="node-head">\(ConsoleIcon.tree.html)<strong>All Telephony Servers</strong> \
                <span class="hint">Application-wide</span></p>
                <div id="wide" class="inner"></div></div>
                <ul id="servers"></ul>
                <button id="more-servers" class="more" type="button" hidden>More Telephony Servers</button>
                </section>
                """
        )
    }
}
