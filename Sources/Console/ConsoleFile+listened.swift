extension ConsoleFile {
    static let tokensScript = script("tokens", PackageResources.tokens_js)
    static let keysScript = script("keys", PackageResources.keys_js)
    static let listenedScript = script("listened", PackageResources.listened_js)
    /// Of these three pages.
    static let insightAdministrationStyle = style("listened", PackageResources.listened_css)

    /// What the pages Tokens, Keys and Who listened load.
    static let ofListened = [tokensScript, keysScript, listenedScript, insightAdministrationStyle]
}
