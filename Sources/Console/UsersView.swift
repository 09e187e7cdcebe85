/// Administration > Users: finding them, Add/Change User, and what the rules let each hear; drawn by `users.js`.
package struct UsersView: Sendable {
    /// What a password must be, each the end of a sentence about it.
    let passwordRules: [String]

    package init(passwordRules: [String]) {
        self.passwordRules = passwordRules
    }

    package var page: ConsolePage {
        ConsolePage(
            title: "Users",
            administration: .users,
            styles: [.rulesStyle, .peopleStyle],
            scripts: [.usersScript],
            content: """
                <div class="head"><div><h1>Users</h1>
                <p class="hint" id="summary" role="status">Reading the registry…</p></div>
                <div class="acts"><button id="add" class="primary" type="button">\(ConsoleIcon.user.html)Add User</button></div></div>
                <div class="tools"><label>Find<input id="find" type="search" placeholder="Beginning of the name or full name"\
                 autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
                <div id="filters" class="filters"></div></div>
                <p id="done" class="done" role="status"></p>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                <section class="panel" aria-label="Users" id="found" data-password-rules="\(passwordRules.joined(separator: ", "))">
                <table class="list" id="table" hidden><thead><tr><th scope="col">User</th><th scope="col">Scope</th>
                <th scope="col">Recording Playback</th><th scope="col"><span class="unseen">Rules</span></th></tr></thead>
                <tbody id="users"></tbody></table>
                <div id="none" class="empty" hidden></div>
                <button id="more" class="more" type="button" hidden>More users</button>
                </section>
                """
        )
    }
}
