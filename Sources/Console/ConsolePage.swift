/// A file that the console is made of, built into the program.
package struct ConsolePage: Sendable {
    package let path: String
    package let contentType: String
    package let content: [UInt8]

    /// Everything the console serves.
    package static let all = [
        ConsolePage(path: "/", contentType: "text/html; charset=utf-8", content: PackageResources.report_html),
        ConsolePage(
            path: "/console/report.js",
            contentType: "text/javascript; charset=utf-8",
            content: PackageResources.report_js
        ),
        ConsolePage(
            path: "/console/console.css",
            contentType: "text/css; charset=utf-8",
            content: PackageResources.console_css
        ),
    ]
}
