/// Where a viewer gives an API token.
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

    /// The field that the token comes in.
    package static let tokenField = "token"
    /// The field with the page to go on to.
    package static let targetField = "to"

    /// Path and query of the page that was asked for.
    let target: String
    let offers: [Offer]
    /// Why the last try failed.
    let refusal: String?

    package init(target: String, offers: [Offer], refusal: String? = nil) {
        self.target = target
        self.offers = offers
        self.refusal = refusal
    }

    package var page: ConsolePage {
        ConsolePage(title: "Sign in", scripts: [.signInScript], content: content)
    }

    private var content: HTML {
        """
        <div class="sheet" id="sign-in" data-target="\(target)">
        <h1>Sign in</h1>
        \(refusal.map { "<p class=\"refusal\" id=\"refusal\" role=\"alert\">\($0)</p>" as HTML })
        \(offers.isEmpty ? nil : demonstration)
        <form method="post" action="/console/session">
        \(targetInput)
        <label for="token">API token</label>
        <input id="token" name="\(Self.tokenField)" type="password" required autocomplete="current-password"\
         spellcheck="false"\(refusal == nil ? "" : describedByRefusal)>
        <p class="hint">Tokens are made on the service's machine: <code>playback-resolver token create</code>.</p>
        <button class="primary" type="submit">Sign in</button>
        </form>
        </div>
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
        <p class="or">or with a token of your own</p>
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
