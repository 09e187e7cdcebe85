extension ConsoleFile {
    static let drawScript = script("draw", PackageResources.draw_js)
    static let whyScript = script("why", PackageResources.why_js)
    static let entriesScript = script("entries", PackageResources.entries_js)
    static let liveScript = script("live", PackageResources.live_js)
    /// Of all pages for administrators.
    static let insightStyle = style("insight", PackageResources.insight_css)
}
