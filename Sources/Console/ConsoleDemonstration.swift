/// What the console shows in a demonstration only: example calls, and tokens that anybody may sign in with.
package struct ConsoleDemonstration: Sendable {
    package let calls: CallList
    package let offers: [SignInView.Offer]

    package init(calls: CallList, offers: [SignInView.Offer]) {
        self.calls = calls
        self.offers = offers
    }
}
