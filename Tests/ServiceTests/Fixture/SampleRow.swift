import Foundation

/// A row of a report as it is posted: by default the call of the sample recording of a number.
struct SampleRow: Sendable {
    var fields: [String: String]

    /// The row of call `number`.
    init(
        _ number: Int = 1,
        telSysID: Int = SampleCompany.headOffice,
        startTime: Date = SampleCompany.callTime
    ) {
        fields = [
            "segmentID": "\"S-\(number)\"", "telSysID": "\(telSysID)",
            "startTime": "\"\(startTime.formatted(.iso8601))\"", "externalCallID": "\"callhalf-\(number):0\"",
        ]
    }

    /// The same row with JSON values replaced, or removed where `nil`.
    func with(_ changes: [String: String?]) -> SampleRow {
        var row = self
        for (name, value) in changes { row.fields[name] = value }
        return row
    }

    var json: String {
        "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    /// The query of the debug endpoint.
    func query(user: String = "supervisor", probe: String) -> String {
        let values = fields.map { "\($0.key)=\($0.value.replacing("\"", with: "").replacing("+", with: "%2B"))" }
        return "/v1/debug/resolution?user=\(user.replacing(" ", with: "%20"))&probe=\(probe)&"
            + values.joined(separator: "&")
    }

    static func body(_ rows: [SampleRow], user: String = "supervisor") -> String {
        "{\"user\":\"\(user)\",\"segments\":[\(rows.map(\.json).joined(separator: ","))]}"
    }
}
