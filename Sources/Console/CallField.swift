internal import Recordings

/// An input for a call, in the forms that ask for one; the name is the debug endpoint's query parameter.
struct CallField: Sendable {
    let name: String
    let label: String
    var example = ""
    /// The `datalist` to choose from.
    var list: String?
    var isNeeded = false
    var isWhole = false
    /// What there is to choose from, where it is little.
    var choices: [String] = []

    var html: HTML { choices.isEmpty ? input : select }

    private var select: HTML {
        """
        <label>\(label)<select name="\(name)"><option value="">not known</option>\
        \(choices.map { "<option>\($0)</option>" as HTML })</select></label>
        """
    }

    private var input: HTML {
        let needed: HTML = isNeeded ? " required" : ""
        let mode: HTML = isWhole ? " inputmode=\"numeric\"" : ""
        let list: HTML? = list.map { " list=\"\($0)\"" }
        let hint: HTML? = isNeeded ? " <span class=\"needed\">needed</span>" : nil
        return """
            <label>\(label)\(hint)<input name="\(name)" placeholder="\(example)" autocomplete="off" spellcheck="false"\
            \(mode)\(list)\(needed)></label>
            """
    }

    static let all = [
        CallField(name: "user", label: "Report user", example: "supervisor", list: "users", isNeeded: true),
        CallField(
            name: "telSysID",
            label: "Telephony Server",
            example: "1",
            list: "servers",
            isNeeded: true,
            isWhole: true
        ),
        CallField(name: "startTime", label: "Start", example: "2026-11-20T09:15:03Z", isNeeded: true),
        CallField(name: "durationSeconds", label: "Duration in seconds", example: "184", isWhole: true),
        CallField(name: "direction", label: "Direction", choices: CallSegment.Direction.allCases.map(\.rawValue)),
        CallField(name: "from", label: "From", example: "+441632960111"),
        CallField(name: "to", label: "To", example: "+441632960222"),
        CallField(name: "partIDInTelSys", label: "Partition", example: "2", isWhole: true),
        CallField(name: "externalCallID", label: "External call id", example: "callhalf-123:0"),
        CallField(name: "externalTrackingID", label: "External tracking id"),
        CallField(name: "segmentID", label: "Segment id", example: "S-1"),
    ]
}
