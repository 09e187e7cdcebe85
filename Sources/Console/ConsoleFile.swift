/// A file that the console's pages load, built into the program.
package struct ConsoleFile: Sendable, Hashable {
    package let path: String
    package let contentType: String
    package let content: [UInt8]
    /// Changes with the content, for `ETag`.
    package let version: String

    private init(_ path: String, _ contentType: String, _ content: [UInt8]) {
        self.path = path
        self.contentType = contentType
        self.content = content
        // FNV-1a: it need only differ from one build to the next.
        let hash = content.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        version = String(hash, radix: 36)
    }

    static func script(_ name: String, _ content: [UInt8]) -> ConsoleFile {
        ConsoleFile("/console/\(name).js", "text/javascript; charset=utf-8", content)
    }

    static func style(_ name: String, _ content: [UInt8]) -> ConsoleFile {
        ConsoleFile("/console/\(name).css", "text/css; charset=utf-8", content)
    }

    package static let style = style("console", PackageResources.console_css)
    package static let icon = ConsoleFile("/console/icon.svg", "image/svg+xml", PackageResources.icon_svg)
    package static let signInScript = script("sign-in", PackageResources.sign_in_js)

    /// Everything the console serves besides its pages.
    package static let all =
        [
            style, icon, signInScript, sharedScript, availabilityScript, waveformScript, playerScript, playerStyle,
            callListScript, callListStyle, callScript, callStyle, startScript, startStyle,
            drawScript, whyScript, liveScript, insightStyle, rulesScript, rulesStyle,
        ] + ofAdministration + ofListened
}
