/// The integration entries in the tree of scopes, with who uses each and a test of its connection; drawn by `recording.js`.
package struct RecordingView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Recording",
            administration: .recording,
            styles: [.recordingStyle],
            scripts: [.recordingScript],
            content: """
                <div class="lead"><h1>Entries and who uses them</h1>
                <p class="hint" id="summary" role="status">Reading the registry…</p></div>
                <div class="tools"><label>Find<input id="find" type="search" placeholder="Entry, GUID, host, Partition or user"></label></div>
                <section aria-labelledby="tree-title"><h2 id="tree-title" class="unseen">Scopes</h2>
                <ul id="tree" class="tree"></ul>
                <p id="none" class="hint" hidden>Nothing matches.</p>
                <button id="more-entries" type="button" hidden>More entries</button>
                </section>
                <section class="panel" aria-labelledby="users-title"><h2 id="users-title">Users</h2>
                <table class="list"><thead><tr><th scope="col">User</th><th scope="col">Scope</th><th scope="col">Recording Playback</th>
                <th scope="col">Outcome</th></tr></thead><tbody id="users"></tbody></table>
                <button id="more-users" type="button" hidden>More users</button>
                </section>
                """
        )
    }
}
