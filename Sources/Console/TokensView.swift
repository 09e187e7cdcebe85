/// Administration > Tokens: which programs may ask, by what role, and when they last did; drawn by `tokens.js`.
package struct TokensView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Tokens",
            administration: .tokens,
            styles: [.insightAdministrationStyle],
            scripts: [.tokensScript],
            content: """
                <div class="head"><div><h1>Tokens</h1>
                <p class="hint">A program shows a token with each request. What it may do is its role; people sign in by name instead.</p></div>
                <div class="acts"><button class="primary" id="add" type="button">Make a token</button></div></div>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                <p id="told" class="unseen" role="status"></p>
                <div id="fresh"></div>
                <section class="panel" aria-labelledby="all-title"><h2 id="all-title" class="unseen">All tokens</h2>
                <table class="list"><thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Made</th>
                <th scope="col">Last used</th><th scope="col">Standing</th><th scope="col"><span class="unseen">What can be done</span></th></tr></thead>
                <tbody id="tokens"></tbody></table>
                <p id="none" class="hint" hidden>There is no token yet.</p>
                <button id="more" class="more" type="button" hidden>More tokens</button>
                </section>
                <noscript><p>This page needs JavaScript.</p></noscript>
                """
        )
    }
}
