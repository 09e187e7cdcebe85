import Console
import Testing

/// Markup that texts cannot break out of.
@Suite("HTML")
struct HTMLTests {
    @Test(
        "a text in markup is read, never obeyed",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onclick=\"x", "&quot; onclick=&quot;x"),
            ("' onclick='x", "&#39; onclick=&#39;x"),
            ("a & b", "a &amp; b"),
            ("Zoë ☎ 日本", "Zoë ☎ 日本"),
            ("", ""),
        ]
    )
    func escapes(text: String, markup: String) {
        let element: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(element.text == "<p title=\"\(markup)\">\(markup)</p>")
    }

    @Test("markup in markup stays as it is; nothing is escaped twice")
    func nests() {
        let inner: HTML = "<b>\("<")</b>"
        let outer: HTML = "<p>\(inner)\([inner, inner])\(nil as HTML?)\(3)</p>"
        #expect(outer.text == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>3</p>")
    }

    @Test("a text that came as a variable is never markup, however it is made into HTML")
    func variables() {
        let text = "<i>"
        #expect(HTML(text: text).text == "&lt;i&gt;")
        #expect(("\(text)" as HTML).text == "&lt;i&gt;")
    }
}
