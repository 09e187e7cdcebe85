internal import Foundation
package import Recordings

/// Report Item Details: one call segment, its facts and its recordings.
package struct CallView: Sendable {
    let segment: CallSegment
    /// The user as whom it is looked at.
    let username: String
    /// The Telephony Server's description, where it is known.
    let server: String?
    /// The user's full name, where it is known.
    let fullName: String?
    /// Where it is explained why the call can or cannot be played; `nil` for viewers who may not see that.
    let explanation: String?

    /// A page about a call.
    ///
    /// - Parameters:
    ///   - segment: the call.
    ///   - username: the user as whom it is looked at.
    ///   - server: the Telephony Server's description, where it is known.
    ///   - fullName: the user's, where it is known.
    ///   - explanation: path and query of the page that explains the call, for viewers who may see it.
    package init(segment: CallSegment, username: String, server: String?, fullName: String?, explanation: String?) {
        self.segment = segment
        self.username = username
        self.server = server
        self.fullName = fullName
        self.explanation = explanation
    }

    package var page: ConsolePage {
        ConsolePage(
            title: "Call from \(segment.from ?? "unknown") to \(segment.to ?? "unknown")",
            section: .calls,
            styles: [.callStyle, .playerStyle],
            scripts: [.callScript],
            content: content
        )
    }

    private var content: HTML {
        """
        <a class="back" id="back" href="/">\(ConsoleIcon.chevron.html)Calls</a>
        <div class="title">
        <h1>\(segment.from ?? "Unknown") to \(segment.to ?? "unknown")</h1>
        <span class="state idle" id="state">\(ConsoleIcon.asking.html)Asking…</span>
        <div class="acts">\
        \(explanation.map { "<a class=\"button\" href=\"\($0)\">\(ConsoleIcon.search.html)Why?</a>" as HTML })\
        <button type="button" id="copy" hidden>\(ConsoleIcon.copy.html)Copy the address</button></div>
        </div>
        <div class="call" id="call" data-user="\(username)" data-segment="\(json)"\(explanation == nil ? .empty : Self.listened)>
        <section class="panel" aria-labelledby="recordings-title">
        <h2 id="recordings-title">Recordings</h2>
        <div role="status"><p id="sentence"></p><p class="muted" id="remedy"></p><p class="muted" id="copied"></p></div>
        <button type="button" id="again" hidden>Ask again</button>
        <div id="recordings"></div>
        <noscript><p>This page asks for recordings with JavaScript.</p></noscript>
        </section>
        <section class="panel" aria-labelledby="facts-title">
        <h2 id="facts-title">Call</h2>
        <dl class="facts">\(facts)</dl>
        </section>
        </div>
        """
    }

    /// Where an administrator sees who listened to a recording.
    private static let listened: HTML = " data-listened=\"\(AdministrationSection.listened.path)\""

    private var facts: [HTML] {
        let partition = segment.partIDInTelSys.map { HTML(text: "\($0)") }
        return [
            fact("Start", .time(segment.startTime)),
            fact("Duration", segment.durationSeconds.map { .clock(seconds: $0) }),
            fact("Direction", segment.direction.map { "\($0.icon.html) \($0.word)" }),
            fact("From", segment.from.map { HTML(text: $0) }),
            fact("To", segment.to.map { HTML(text: $0) }),
            fact("Telephony Server", HTML(text: server ?? "\(segment.telSysID)")),
            fact("Partition", partition),
            fact("Segment", HTML(text: segment.segmentID)),
            fact("External call id", segment.externalCallID.map { HTML(text: $0) }),
            fact("External tracking id", segment.externalTrackingID.map { HTML(text: $0) }),
            fact("Report user", HTML(text: fullName.map { "\($0) (\(username))" } ?? username)),
            "<div id=\"entry-row\" hidden><dt>Integration entry</dt><dd id=\"entry\"></dd></div>",
        ]
    }

    private func fact(_ name: String, _ value: HTML?) -> HTML {
        guard let value else { return .empty }
        return "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
    }

    /// The segment as the script posts it.
    private var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return (try? encoder.encode(CallList.Call(segment))).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
