/// Administration > Keys: which keys are live and what each is for, and a new key for audio addresses; drawn by `keys.js`.
package struct KeysView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Keys",
            administration: .keys,
            styles: [.insightAdministrationStyle],
            scripts: [.keysScript],
            content: """
                <div class="head"><div><h1>Keys</h1>
                <p class="hint">Which keys this service works with, and what each is for. A key itself is never shown, only a name made of it.</p></div></div>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                <p id="told" class="unseen" role="status"></p>
                <div class="keys">
                <section class="panel" aria-labelledby="signing-title"><h2 id="signing-title" tabindex="-1">Addresses of recordings</h2>
                <p>Who may hear a recording gets an address for it, and a key signs the address: nobody can make one up, or change one for another \
                recording, user or time.</p>
                <ul id="signing" class="standings"></ul>
                <p id="rotation" class="hint"></p>
                <button id="rotate" type="button" aria-describedby="rotation" hidden>Sign with a new key</button>
                <p class="hint">Was a key seen by somebody? On the service's machine <code>playback-resolver key rotate --signing --sudden</code> ends \
                every address that is out, at once.</p>
                </section>
                <section class="panel" aria-labelledby="sealing-title"><h2 id="sealing-title">Credentials and passwords</h2>
                <p>The entries' credentials and what passwords are checked by are sealed with a key that is not in the database: who copies the \
                database alone learns neither.</p>
                <ul id="sealing" class="standings"></ul>
                <p class="hint" id="sealing-where"></p>
                <p class="hint">Sealing all with a new key wants the service stopped: <code>playback-resolver key rotate</code>.</p>
                </section>
                <section class="panel" aria-labelledby="hooks-title"><h2 id="hooks-title">Webhooks</h2>
                <p>Dubber tells of new recordings at an address that holds a secret. Each entry's secret follows from this key, so that none has to be kept.</p>
                <ul id="hooks" class="standings"></ul>
                <p class="hint">It stays when addresses of recordings get a new key. With another key here, every webhook would have to be registered anew.</p>
                </section>
                <section class="panel" aria-labelledby="audit-title"><h2 id="audit-title">Who listened</h2>
                <p>Every row of the record of who listened is chained to the one before it with this key: that a row was changed or taken away shows.</p>
                <ul id="audit" class="standings"></ul>
                <p class="hint">It is never replaced. Keep a copy elsewhere; <code>playback-resolver audit verify</code> checks the rows.</p>
                </section>
                </div>
                <noscript><p>This page needs JavaScript.</p></noscript>
                """
        )
    }
}
