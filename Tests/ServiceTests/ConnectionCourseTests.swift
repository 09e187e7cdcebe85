import NIOHTTP1
import Service
import Testing

/// How a connection goes on and ends, event by event.
@Suite("The course of a connection", .timeLimit(.minutes(5)))
struct ConnectionCourseTests {
    /// What happens, in words: `GET` and what its head says, `body`, `end`; `200` and what its head says, `done`; `wants` the body, `garbage`, `slow`,
    /// `fin` of the peer, `stop` of the service.
    ///
    /// Each is followed by what is done about it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let steps: [(event: String, outcome: String)]

        init(_ name: String, _ steps: KeyValuePairs<String, String>) {
            testDescription = name
            self.steps = steps.map { ($0.key, $0.value) }
        }
    }

    private static let cases = [
        Case(
            "goes on",
            [
                "GET": "passed on", "end": "", "200": "unsaid", "done": "goes on", "GET": "passed on", "end": "",
                "200": "unsaid", "done": "goes on",
            ]
        ),
        Case(
            "close is said back",
            ["GET close": "passed on, the last", "end": "", "200": "closes", "done": "lingers"]
        ),
        Case(
            "in their order",
            [
                "GET": "passed on", "end": "", "GET close": "passed on, the last", "end": "", "200": "unsaid",
                "done": "goes on", "200": "closes", "done": "lingers",
            ]
        ),
        Case(
            "HTTP/1.0 closes",
            ["GET 1.0": "passed on, the last", "end": "", "200": "closes", "done": "lingers"]
        ),
        Case(
            "HTTP/1.0 is kept alive by its wish",
            ["GET 1.0 keep-alive": "passed on", "end": "", "200": "kept alive", "done": "goes on"]
        ),
        Case(
            "HTTP/1.0 knows no chunks",
            [
                "GET 1.0 keep-alive": "passed on", "end": "", "200 chunks": "closes with the body", "done": "lingers",
            ]
        ),
        Case("304 has no body", ["GET 1.0 keep-alive": "passed on", "end": "", "304 chunks": "kept alive"]),
        Case(
            "whoever answers may close",
            ["GET": "passed on", "end": "", "200 close": "closes", "done": "lingers"]
        ),
        Case("no host", ["GET nohost": "refused badHost, lingers"]),
        Case(
            "no host behind another",
            [
                "GET": "passed on", "end": "", "GET nohost": "goes on", "200": "unsaid",
                "done": "refused badHost, lingers",
            ]
        ),
        Case("garbage", ["garbage": "refused malformedRequest, lingers", "garbage": "goes on"]),
        Case(
            "garbage behind an answer that is owed",
            [
                "GET": "passed on", "end": "", "garbage": "goes on", "200": "unsaid",
                "done": "refused malformedRequest, lingers",
            ]
        ),
        Case(
            "a body that cannot be read, before its answer",
            ["POST": "passed on", "body": "", "garbage": "goes on, of the body", "400": "closes", "done": "lingers"]
        ),
        Case(
            "a body that cannot be read, amid its answer",
            ["POST": "passed on", "200": "unsaid", "garbage": "goes on, of the body", "done": "lingers"]
        ),
        Case(
            "a body that cannot be read, behind its answer",
            ["POST": "passed on", "200": "unsaid", "done": "goes on", "garbage": "lingers, of the body"]
        ),
        Case("ended by the peer", ["fin": "closes"]),
        Case(
            "ended by the peer amid an answer",
            ["GET": "passed on", "end": "", "fin": "goes on", "200": "unsaid", "done": "closes"]
        ),
        Case(
            "ended by the peer before the last answer",
            ["GET close": "passed on, the last", "end": "", "fin": "goes on", "200": "closes", "done": "closes"]
        ),
        Case(
            "ended by the peer with garbage held",
            [
                "GET": "passed on", "end": "", "garbage": "goes on", "fin": "goes on", "200": "unsaid",
                "done": "refused malformedRequest, closes",
            ]
        ),
        Case("too slow", ["slow": "refused requestTooSlow, lingers"]),
        Case("too slow amid a body", ["POST": "passed on", "slow": "closes"]),
        Case("slow beside an answer", ["GET": "passed on", "end": "", "slow": "goes on", "200": "unsaid"]),
        Case("slow and ended", ["GET": "passed on", "end": "", "fin": "goes on", "slow": "goes on"]),
        Case(
            "a body that was never asked for",
            ["POST expect": "passed on", "413": "closes", "done": "lingers"]
        ),
        Case(
            "a body that was asked for",
            [
                "POST expect": "passed on", "wants": "told to go on", "wants": "", "body": "", "end": "",
                "200": "unsaid", "done": "goes on",
            ]
        ),
        Case("a body that came unasked", ["POST expect": "passed on", "body": "", "wants": "", "200": "unsaid"]),
        Case("stopped at rest", ["stop": "told after what was written", "stop": "told at once"]),
        Case(
            "stopped amid an answer",
            [
                "GET": "passed on", "end": "", "stop": "told at once", "200": "closes", "done": "lingers",
            ]
        ),
    ]

    @Test("each event has its outcome", arguments: cases)
    func course(_ row: Case) {
        var course = ConnectionCourse()
        for (number, step) in row.steps.enumerated() {
            let words = step.event.split(separator: " ").map(String.init)
            let outcome = Self.outcome(of: words, in: &course)
            #expect(outcome == step.outcome, "\(row.testDescription), step \(number): \(step.event)")
        }
    }

    @Test("what comes after the last request is none, and a connection is quiet only between requests")
    func stages() {
        var course = ConnectionCourse()
        #expect(course.isQuiet && course.takesParts)
        _ = Self.outcome(of: ["GET", "close"], in: &course)
        #expect(!course.isQuiet && course.takesParts && course.isReceiving)
        _ = Self.outcome(of: ["end"], in: &course)
        #expect(!course.takesParts && course.isOwing && course.stage == .lastRequest)
        _ = Self.outcome(of: ["200"], in: &course)
        #expect(course.stage == .lastAnswer)
        _ = Self.outcome(of: ["done"], in: &course)
        #expect(course.stage == .finished && !course.isQuiet && !course.isOwing)
    }

    /// What is read at once, in the words of the table above with `bytes` before what they hold, and whether the loop may answer what comes next.
    ///
    /// The last byte of what was read is always by itself.
    private static let reads: [(what: String, events: [String], isBetween: Bool)] = [
        ("a head", ["bytes", "bytes", "GET", "end"], true),
        ("two heads", ["bytes", "GET", "end", "bytes", "GET", "end"], true),
        ("a head and a part of another", ["bytes", "GET", "end", "bytes"], false),
        ("a head and one byte", ["bytes", "GET", "end", "bytes"], false),
        ("a part of a head", ["bytes", "bytes"], false),
        ("a head and an empty line", ["bytes", "GET", "end", "bytes"], false),
        ("a head whose body is to come", ["bytes", "bytes", "POST"], false),
        ("a body's part", ["bytes", "POST", "bytes", "body"], false),
        ("a body with a length", ["bytes", "POST", "body", "bytes", "body", "end"], true),
        ("a body and a part of a head", ["bytes", "POST", "body", "end", "bytes"], false),
    ]

    @Test("where a request ends is known when it ends with the last byte", arguments: reads)
    func between(_ what: String, _ events: [String], _ isBetween: Bool) {
        var course = ConnectionCourse()
        for event in events { _ = Self.outcome(of: [event], in: &course) }
        let isKnown = course.isBetweenRequests
        #expect(isKnown == isBetween)
        while !course.owed.isEmpty {
            for event in ["200", "done"] { _ = Self.outcome(of: [event], in: &course) }
        }
        let isQuiet = course.isQuiet
        #expect(isQuiet == isBetween)
    }

    private static func outcome(of words: [String], in course: inout ConnectionCourse) -> String {
        switch words[0] {
        case "GET", "POST":
            switch course.head(terms(words)) {
            case .passOn(let isLast): return isLast ? "passed on, the last" : "passed on"
            case .refuse(let refusal): return text(course.refuse(refusal))
            }
        case "bytes": course.bytes()
        case "body": course.body()
        case "end": course.requestEnd()
        case "wants": return course.wantsBody() ? "told to go on" : ""
        case "garbage":
            let (ending, isOfBody) = course.unreadable(.malformed)
            return text(ending) + (isOfBody ? ", of the body" : "")
        case "slow": return text(course.tooSlow())
        case "fin": return text(course.inputClosed())
        case "stop": return course.quiesce() ? "told after what was written" : "told at once"
        case "done": return text(course.answerEnd())
        default: return text(answer(words, in: &course))
        }
        return ""
    }

    private static func answer(_ words: [String], in course: inout ConnectionCourse) -> ConnectionCourse.Persistence? {
        course.answerHead(
            hasLength: !words.contains("chunks"),
            mayHaveBody: words[0] != "304",
            saysClose: words.contains("close")
        )
    }

    private static func terms(_ words: [String]) -> RequestTerms {
        var headers = HTTPHeaders()
        if !words.contains("nohost") { headers.add(name: "Host", value: "a") }
        for word in ["close", "keep-alive"] where words.contains(word) { headers.add(name: "Connection", value: word) }
        if words.contains("expect") { headers.add(name: "Expect", value: "100-continue") }
        let method: HTTPMethod = words[0] == "GET" ? .GET : .POST
        return RequestTerms(
            HTTPRequestHead(
                version: words.contains("1.0") ? .http1_0 : .http1_1,
                method: method,
                uri: "/",
                headers: headers
            )
        )
    }

    private static func text(_ persistence: ConnectionCourse.Persistence?) -> String {
        switch persistence {
        case nil: "nothing owed"
        case .unsaid: "unsaid"
        case .keptAlive: "kept alive"
        case .closes(let endsBody): endsBody ? "closes with the body" : "closes"
        }
    }

    private static func text(_ ending: ConnectionCourse.Ending) -> String {
        switch ending {
        case .goesOn: "goes on"
        case .closes: "closes"
        case .lingers: "lingers"
        case .refuses(let refusal, let lingers): "refused \(refusal.code), \(lingers ? "lingers" : "closes")"
        }
    }
}
