/// What a viewer reads when a page cannot be shown.
package struct ProblemView: Sendable {
    let title: String
    let sentence: String
    /// The request's id, which the log knows as well.
    let requestID: String
    /// Where to go from here.
    let way: (path: String, label: String)

    package init(
        title: String,
        sentence: String,
        requestID: String,
        way: (path: String, label: String) = (ConsoleSection.calls.path, "To the calls")
    ) {
        self.title = title
        self.sentence = sentence
        self.requestID = requestID
        self.way = way
    }

    package var page: ConsolePage {
        ConsolePage(
            title: title,
            content: """
                <div class="sheet">
                <h1>\(title)</h1>
                <p>\(sentence)</p>
                <p class="hint">Request <code>\(requestID)</code></p>
                <p><a href="\(way.path)">\(way.label)</a></p>
                </div>
                """
        )
    }
}
