package import Recordings

/// An event that the provider posted to a webhook.
///
/// Source: Dubber API, Webhooks (A/C): `{"notification_url":…,"event_type":"recording.create","resource_url":…}`.
package struct DubberHookEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case created = "recording.create"
        case updated = "recording.update"
    }

    /// The longest body that is read, in bytes.
    package static let maximumBodyBytes = 256 * 1024

    package let kind: Kind
    package let recordingID: RecordingID
    /// Whose recording; only compared with the entry's own hosts, never asked.
    package let resourceURL: String

    /// Reads an event; `nil` when it is none that is of use.
    package init?(_ body: [UInt8]) {
        guard let json = JSONValue(body), let kind = json["event_type"]?.string.flatMap(Kind.init),
            let resourceURL = json["resource_url"]?.string,
            let recordingID = resourceURL.prefix(while: { $0 != "?" && $0 != "#" }).split(separator: "/").last
                .flatMap({ RecordingID(String($0)) })
        else {
            return nil
        }
        self.kind = kind
        self.recordingID = recordingID
        self.resourceURL = resourceURL
    }

    /// The id of the notification that a handshake's body speaks of, if it does.
    package static func notificationID(in body: [UInt8]) -> String? {
        guard let json = JSONValue(body) else {
            return nil
        }
        let said = json["notification_url"]?.string ?? json["self"]?.string ?? json["id"]?.text
        guard let id = said?.split(separator: "/").last, DubberHost.isPathPart(id) else {
            return nil
        }
        return String(id)
    }
}
