package import Recordings

/// The query of the debug endpoint, and the options of `explain`: a user, a call segment, and how far to go.
package struct DebugQuery: Sendable {
    package let username: String
    package let segment: CallSegment
    package let probe: Probe

    private static let user = QueryField("user", .text("a name"), isRequired: true) { $0.isEmpty ? nil : $0 }
    private static let telSysID = QueryField.wholeNumber("telSysID", isRequired: true)
    // A plus sign in a query that nobody escaped has become a space.
    private static let startTime = QueryField("startTime", .time, isRequired: true) { $0.replacing(" ", with: "+") }
    private static let segmentID = QueryField.text("segmentID")
    private static let partIDInTelSys = QueryField.wholeNumber("partIDInTelSys")
    private static let durationSeconds = QueryField.wholeNumber("durationSeconds")
    private static let direction = QueryField.text("direction")
    private static let from = party("from")
    private static let to = party("to")
    private static let externalCallID = QueryField.text("externalCallID")
    private static let externalTrackingID = QueryField.text("externalTrackingID")
    private static let probe = QueryField<Probe>.choice("probe")

    static let fields: [any QueryParameter] = [
        user, telSysID, startTime, segmentID, partIDInTelSys, durationSeconds, direction, from, to, externalCallID,
        externalTrackingID, probe,
    ]

    /// Reads name and value pairs.
    ///
    /// - Throws: 400 with what is missing, unknown, repeated or wrong.
    package init(_ pairs: [(String, String)]) throws(Problem) {
        try self.init(QueryValues(pairs, of: Self.fields))
    }

    /// Reads a query that is as declared.
    ///
    /// - Throws: 400 for a segment that cannot be.
    init(_ query: QueryValues) throws(Problem) {
        let fields = SegmentRequest.Fields(
            segmentID: try query[Self.segmentID] ?? "debug",
            telSysID: try query.required(Self.telSysID),
            partIDInTelSys: try query[Self.partIDInTelSys],
            startTime: try query.required(Self.startTime),
            durationSeconds: try query[Self.durationSeconds],
            direction: try query[Self.direction],
            from: try query[Self.from],
            to: try query[Self.to],
            externalCallID: try query[Self.externalCallID],
            externalTrackingID: try query[Self.externalTrackingID]
        )
        do throws(SegmentRequest.Defect) {
            segment = try fields.segment()
        } catch {
            throw .badQuery(error.problem)
        }
        username = try query.required(Self.user)
        probe = try query[Self.probe] ?? .live
    }

    private static func party(_ name: String) -> QueryField<String> {
        QueryField(name, .text("a number")) { $0.hasPrefix(" ") ? "+" + $0.dropFirst() : $0 }
    }
}
