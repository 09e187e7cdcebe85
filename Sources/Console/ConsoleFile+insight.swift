extension ConsoleFile {
    static let drawScript = script("draw", PackageResources.draw_js)
    static let whyScript = script("why", PackageResources.why_js)
    /// Of the pages that show the path of rules.
    static let rulesScript = script("rules", PackageResources.rules_js)
    static let rulesStyle = style("rules", PackageResources.rules_css)
    static let liveScript = script("live", PackageResources.live_js)
    /// Of the pages that explain: why, live.
    static let insightStyle = style("insight", PackageResources.insight_css)
}
