/// Where a viewer signs in: by name and password, by an identity provider, or by an API token.
package struct SignInView: Sendable {
    /// A token that anybody may sign in with, in a demonstration.
    package struct Offer: Sendable {
        let label: String
        let note: String
        let token: String

        package init(label: String, note: String, token: String) {
            self.label = label
            self.note = note
            self.token = token
        }
    }

    /// An identity provider to sign in with.
    package struct Provider: Sendable {
        /// What people call it.
        let label: String
        /// Where the way to it begins: a link's, since a form may lead to no other site.
        let path: String

        package init(label: String, path: String) {
            self.label = label
            self.path = path
        }
    }

    /// Why somebody did not come in.
    package struct Refusal: Sendable {
        let sentence: String
        /// Whether it was by a token, whose field then stays open.
        let isOfToken: Bool

        package init(_ sentence: String, isOfToken: Bool) {
            self.sentence = sentence
            self.isOfToken = isOfToken
        }
    }

    /// The fields of name and password, and the one that a token comes in.
    package static let usernameField = "username"
    package static let passwordField = "password"
    package static let tokenField = "token"
    /// The field with the page to go on to.
    package static let targetField = "to"

    /// Path and query of the page that was asked for.
    let target: String
    let offers: [Offer]
    let provider: Provider?
    /// Why the last try failed.
    let refusal: Refusal?

    package init(target: String, offers: [Offer], provider: Provider? = nil, refusal: Refusal? = nil) {
        self.target = target
        self.offers = offers
        self.provider = provider
        self.refusal = refusal
    }

    package var page: ConsolePage {
        ConsolePage(title: "Sign in", scripts: [.signInScript], content: content)
    }

    private var content: HTML {
        """
        <div class="sheet" id="sign-in" data-target="\(target)">
        <h1>Sign in</h1>
        \(refusal.map { "<p class=\"refusal\" id=\"refusal\" role=\"alert\">\($0.sentence)</p>" as HTML })
        \(offers.isEmpty ? nil : demonstration)
        \(password)
        \(provider.map(other))
        \(token)
        </div>
        """
    }

    private var password: HTML {
        """
        <form method="post" action="/console/session">
        \(targetInput)
        <label for="username">User name</label>
        <input id="username" name="\(Self.usernameField)" required autocomplete="username" autocapitalize="none"\
         spellcheck="false"\(refusal?.isOfToken == false ? describedByRefusal : .empty)>
        <label for="password">Password</label>
        <input id="password" name="\(Self.passwordField)" type="password" required autocomplete="current-password">
        <p class="hint">An administrator's, the same as of the XML API.</p>
        <button class="primary" type="submit">Sign in</button>
        </form>
        """
    }

    private func other(_ provider: Provider) -> HTML {
        """
        <p class="provider"><a class="button" href="\(provider.path)">Sign in with \(provider.label)</a></p>
        """
    }

    private var token: HTML {
        """
        <details class="token"\(refusal?.isOfToken == true ? " open" : "")><summary>Use a program's token</summary>
        <form method="post" action="/console/session">
        \(targetInput)
        <label for="token">API token</label>
        <input id="token" name="\(Self.tokenField)" type="password" required autocomplete="off"\
         spellcheck="false"\(refusal?.isOfToken == true ? describedByRefusal : .empty)>
        <p class="hint">An administrator makes tokens, in Administration or on the service's machine: \
        <code>playback-resolver token create</code>.</p>
        <button type="submit">Sign in by token</button>
        </form></details>
        """
    }

    private var describedByRefusal: HTML { " aria-invalid=\"true\" aria-describedby=\"refusal\"" }

    private var targetInput: HTML {
        "<input type=\"hidden\" name=\"\(Self.targetField)\" value=\"\(target)\">"
    }

    private var demonstration: HTML {
        """
        <p>This is a demonstration with a made-up company. Come in as:</p>
        <ul class="offers">
        \(offers.map(button))
        </ul>
        <p class="or">or as somebody else</p>
        """
    }

    private func button(_ offer: Offer) -> HTML {
        """
        <li><form method="post" action="/console/session">\(targetInput)\
        <input type="hidden" name="\(Self.tokenField)" value="\(offer.token)">\
        <button class="offer" type="submit"><strong>\(offer.label)</strong><span>\(offer.note)</span></button></form></li>
        """
    }
}
