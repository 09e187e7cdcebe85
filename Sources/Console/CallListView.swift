/// The Historic Call List.
package struct CallListView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Historic Call List",
            section: .calls,
            scripts: [.reportScript],
            content: """
                <h1>Historic Call List</h1>
                <form id="choice">
                <label>Report user <select id="user"></select></label>
                <label>Telephony Server <select id="server"></select></label>
                </form>
                <p id="note"></p>
                <p id="progress" role="status"></p>
                <table>
                <thead><tr><th scope="col">Start</th><th scope="col">Direction</th><th scope="col">From</th><th scope="col">To</th>
                <th scope="col">Duration</th><th scope="col">Recording</th></tr></thead>
                <tbody id="calls"></tbody>
                </table>
                """
        )
    }
}
