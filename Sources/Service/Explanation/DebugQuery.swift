package import Recordings

/// The query of the debug endpoint, and the options of `explain`: a user, a call segment, and how far to go.
package struct DebugQuery: Sendable {
    package let username: String
    package let segment: CallSegment
    package let probe: Probe

    private static let known: Set<String> = [
        "user", "probe", "segmentID", "telSysID", "partIDInTelSys", "startTime", "durationSeconds", "direction", "from",
        "to", "externalCallID", "externalTrackingID",
    ]

    /// Reads name and value pairs.
    ///
    /// - Throws: 400 with what is missing, unknown or wrong.
    package init(_ pairs: [(String, String)]) throws(Problem) {
        if let unknown = pairs.first(where: { !Self.known.contains($0.0) }) {
            throw .badQuery("There is no query parameter \(unknown.0.prefix(40)).")
        }
        let values = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        guard let username = values["user"], !username.isEmpty else { throw .badQuery("user is missing.") }
        guard let telSysID = try Self.number("telSysID", values) else { throw .badQuery("telSysID is missing.") }
        guard let startTime = values["startTime"] else { throw .badQuery("startTime is missing.") }
        let fields = SegmentRequest.Fields(
            segmentID: values["segmentID"] ?? "debug",
            telSysID: telSysID,
            partIDInTelSys: try Self.number("partIDInTelSys", values),
            // A plus sign in a query that nobody escaped has become a space.
            startTime: startTime.replacing(" ", with: "+"),
            durationSeconds: try Self.number("durationSeconds", values),
            direction: values["direction"],
            from: values["from"].map(Self.number),
            to: values["to"].map(Self.number),
            externalCallID: values["externalCallID"],
            externalTrackingID: values["externalTrackingID"]
        )
        do throws(SegmentRequest.Defect) {
            segment = try fields.segment()
        } catch {
            throw .badQuery(error.problem)
        }
        guard let probe = Probe(rawValue: values["probe"] ?? Probe.live.rawValue) else {
            throw .badQuery("probe must be one of \(Probe.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        self.username = username
        self.probe = probe
    }

    private static func number(_ name: String, _ values: [String: String]) throws(Problem) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text) else { throw .badQuery("\(name) must be a whole number.") }
        return number
    }

    private static func number(_ text: String) -> String {
        text.hasPrefix(" ") ? "+" + text.dropFirst() : text
    }
}

extension Problem {
    fileprivate static func badQuery(_ detail: String) -> Problem {
        Problem(status: 400, code: "badQuery", title: "Bad query", detail: detail)
    }
}
