internal import Foundation

/// The description of every operation; a test holds it against the routes.
enum OpenAPIDocument {
    enum Access: String, Sendable {
        case nobody, report, admin, signedURL
    }

    struct Operation: Sendable {
        let method: String
        /// With names of its variable parts in braces.
        let path: String
        let summary: String
        let access: Access
        /// Names of query parameters; one that must be given ends in an exclamation mark.
        var query: [String] = []
        /// The media types of the answer.
        var answers = ["application/json"]
        var asks: String?
        /// The status of a good answer.
        var status = 200
    }

    private static let signed = ["user", "exp", "kid", "sig"]

    static let operations: [Operation] = [
        .init(
            method: "POST",
            path: "/v1/availability",
            summary: "Whether the rows of a report page have recordings, and if not why.",
            access: .report,
            answers: ["application/json", "application/x-ndjson"],
            asks: "application/json"
        ),
        .init(
            method: "GET",
            path: "/v1/audio/{entry}/{recording}",
            summary: "A recording's audio, whole or in ranges.",
            access: .signedURL,
            query: signed + ["download"],
            answers: ["audio/*", "multipart/byteranges"]
        ),
        .init(
            method: "HEAD",
            path: "/v1/audio/{entry}/{recording}",
            summary: "The head of what GET would answer.",
            access: .signedURL,
            query: signed + ["download"],
            answers: []
        ),
        .init(
            method: "GET",
            path: "/v1/audio/{entry}/{recording}/peaks",
            summary: "What it takes to draw a recording's waveform.",
            access: .signedURL,
            query: signed + ["count"]
        ),
        .init(
            method: "HEAD",
            path: "/v1/audio/{entry}/{recording}/peaks",
            summary: "The head of what GET would answer.",
            access: .signedURL,
            query: signed + ["count"],
            answers: []
        ),
        .init(
            method: "GET",
            path: "/v1/debug/resolution",
            summary: "Why a row can or cannot be played: rules, hosts and calls, match criteria, cache and quota.",
            access: .admin,
            query: [
                "user!", "telSysID!", "startTime!", "segmentID", "partIDInTelSys", "durationSeconds", "direction",
                "from",
                "to", "externalCallID", "externalTrackingID", "probe",
            ]
        ),
        .init(
            method: "GET",
            path: "/v1/debug/hosts",
            summary: "How each entry's hosts are doing.",
            access: .admin,
            query: ["entry"]
        ),
        .init(
            method: "GET",
            path: "/v1/debug/quota",
            summary: "What is left of each entry's allowance.",
            access: .admin,
            query: ["entry"]
        ),
        .init(
            method: "GET",
            path: "/v1/debug/live",
            summary: "Hosts, quota, cache, listeners and errors now and in the last minutes, for polling.",
            access: .admin,
            query: ["after"]
        ),
        .init(
            method: "POST",
            path: "/v1/debug/entries/{entry}/test",
            summary: "Tries an entry's hosts: token, profile, one list call, one recording.",
            access: .admin
        ),
        .init(
            method: "GET",
            path: "/v1/entries",
            summary: "The integration entries, without secrets.",
            access: .admin,
            query: ["limit", "offset"]
        ),
        .init(
            method: "GET",
            path: "/v1/users",
            summary: "The users and the entries that they are assigned.",
            access: .admin,
            query: ["entry", "limit", "offset"]
        ),
        .init(
            method: "GET",
            path: "/v1/telephony-servers",
            summary: "The Telephony Servers and their Partitions.",
            access: .admin,
            query: ["limit", "offset"]
        ),
        .init(method: "GET", path: "/v1/debug/cache", summary: "The audio cache's figures.", access: .admin),
        .init(
            method: "DELETE",
            path: "/v1/cache",
            summary: "Removes audio from the cache; every criterion given must hold.",
            access: .admin,
            query: ["entry", "recording", "telSysID", "user", "all"]
        ),
        .init(
            method: "GET",
            path: "/v1/audit",
            summary:
                "Who played, sought, downloaded or looked at what, when and from where: one event for each playback.",
            access: .admin,
            query: ["since", "until", "user", "entry", "recording", "kind", "after", "limit", "format"],
            answers: ["application/json", "text/csv"]
        ),
        .init(
            method: "POST",
            path: "/v1/hooks/dubber/{entry}",
            summary: "Takes Dubber's webhooks; its own secret stands in the address.",
            access: .nobody,
            asks: "application/json"
        ),
        .init(
            method: "GET",
            path: "/v1/hooks/dubber/{entry}",
            summary: "The address to register for an entry's webhooks.",
            access: .admin
        ),
        .init(method: "GET", path: "/healthz", summary: "Whether the process is alive.", access: .nobody),
        .init(
            method: "GET",
            path: "/readyz",
            summary: "Whether registry, audit, index and disk can be used; 503 when not.",
            access: .nobody
        ),
        .init(
            method: "GET",
            path: "/metrics",
            summary: "Everything that is counted, for Prometheus.",
            access: .admin,
            answers: ["text/plain"]
        ),
        .init(method: "GET", path: "/openapi.json", summary: "This description.", access: .nobody),
        .init(
            method: "POST",
            path: "/ws",
            summary: "The XML Web Services API, bare or in SOAP; it has sessions of its own.",
            access: .nobody,
            answers: ["text/xml"],
            asks: "text/xml"
        ),
        .init(
            method: "GET",
            path: "/ws",
            summary: "The description of the XML API, at ?wsdl.",
            access: .nobody,
            query: ["wsdl"],
            answers: ["text/xml"]
        ),
    ]
}
