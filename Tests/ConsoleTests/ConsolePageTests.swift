import Console
import Recordings
import Testing

/// The frame that all pages share.
@Suite("Console page")
struct ConsolePageTests {
    private static let reader = ConsoleViewer(name: "reports", isToken: true, isAdministrator: false)
    private static let administrator = ConsoleViewer(name: "<admin>", isToken: true, isAdministrator: true)

    private func document(_ viewer: ConsoleViewer?, section: ConsoleSection? = nil) -> String {
        ConsolePage(title: "A & B", section: section, scripts: [.signInScript], content: "<h1>Here</h1>")
            .document(for: viewer).text
    }

    @Test("a page has one main part, a link to it, a title and a language")
    func frame() {
        let text = document(Self.reader)
        #expect(text.contains("<html lang=\"en\">"))
        #expect(text.contains("<title>A &amp; B – Playback</title>"))
        #expect(text.contains("<a class=\"skip\" href=\"#main\">"))
        #expect(text.ranges(of: "<main").count == 1)
        #expect(text.contains("<h1>Here</h1>"))
        #expect(text.contains("<script type=\"module\" src=\"/console/sign-in.js\"></script>"))
    }

    @Test("nothing stands inline that the policy would refuse, and nothing comes from elsewhere")
    func nothingInline() {
        let text = document(Self.administrator)
        #expect(!text.contains(" style=") && !text.contains("<style"))
        #expect(text.ranges(of: "<script").count == text.ranges(of: "<script type=\"module\" src=\"/console/").count)
        #expect(!text.contains("://") && !text.contains("=\"//"))
    }

    @Test(
        "the navigation has every section that the viewer may see, and marks the one shown",
        arguments: ConsoleSection.allCases
    )
    func navigation(_ section: ConsoleSection) {
        let link = "<a href=\"\(section.path)\" aria-current=\"page\">"
        #expect(document(Self.administrator, section: section).contains(link))
        #expect(document(Self.reader, section: section).contains(link) == !section.isForAdministrators)
        #expect(document(Self.administrator).ranges(of: "aria-current").isEmpty)
    }

    @Test(
        "the pages of Administration share a second row, without those that the viewer may not see",
        arguments: AdministrationSection.allCases
    )
    func secondRow(_ section: AdministrationSection) {
        let page = ConsolePage(title: "A", administration: section, scripts: [], content: "<h1>Here</h1>")
        let scope = Scope.telephonyServer(TelSysID(7))
        let part = ConsoleViewer(name: "lead", isToken: false, isAdministrator: true, scope: scope)
        let current = "<a href=\"\(section.path)\" aria-current=\"page\">"
        let all = page.document(for: Self.administrator).text
        #expect(all.contains(current))
        #expect(all.contains("<a href=\"/console/recording\" aria-current=\"true\">"))
        let own = page.document(for: part).text
        #expect(own.contains(current) == !section.isAboutEverything)
        #expect(own.contains("<main id=\"main\" tabindex=\"-1\" data-telsysid=\"7\" data-person=\"lead\">"))
        #expect(!page.document(for: Self.reader).text.contains(section.path))
    }

    @Test("before the sign-in there is no navigation and nothing to sign out of")
    func signedOut() {
        let text = document(nil)
        #expect(!text.contains("<nav") && !text.contains("Sign out"))
    }

    @Test("a token's name cannot be markup")
    func viewerName() {
        #expect(document(Self.administrator).contains("the token &lt;admin&gt;\""))
    }

    @Test("every file has an address of its own below /console, content and a version")
    func files() {
        #expect(Set(ConsoleFile.all.map(\.path)).count == ConsoleFile.all.count)
        #expect(Set(ConsoleFile.all.map(\.version)).count == ConsoleFile.all.count)
        #expect(ConsoleFile.all.allSatisfy { $0.path.hasPrefix("/console/") && !$0.content.isEmpty })
    }
}
