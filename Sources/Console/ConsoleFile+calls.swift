extension ConsoleFile {
    static let sharedScript = script("shared", PackageResources.shared_js)
    static let availabilityScript = script("availability", PackageResources.availability_js)
    static let waveformScript = script("waveform", PackageResources.waveform_js)
    static let playerScript = script("player", PackageResources.player_js)
    static let playerStyle = style("player", PackageResources.player_css)
    static let callListScript = script("calls", PackageResources.calls_js)
    static let callListStyle = style("calls", PackageResources.calls_css)
    static let callScript = script("call", PackageResources.call_js)
    /// Where no calls are listed.
    static let startScript = script("start", PackageResources.start_js)
    static let startStyle = style("start", PackageResources.start_css)
    static let callStyle = style("call", PackageResources.call_css)
}
