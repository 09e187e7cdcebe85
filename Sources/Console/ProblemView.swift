/// What a viewer reads when a page cannot be shown.
package struct ProblemView: Sendable {
    let title: String
    let sentence: String
    /// The request's id, which the log knows as well.
    let requestID: String

    package init(title: String, sentence: String, requestID: String) {
        self.title = title
        self.sentence = sentence
        self.requestID = requestID
    }

    package var page: ConsolePage {
        ConsolePage(
            title: title,
            content: """
                <div class="sheet">
                <h1>\(title)</h1>
                <p>\(sentence)</p>
                <p class="hint">Request <code>\(requestID)</code></p>
                <p><a href="/">To the calls</a></p>
                </div>
                """
        )
    }
}
