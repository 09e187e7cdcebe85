internal import Foundation
internal import Recordings

/// A recording as Dubber's JSON has it.
///
/// Source: Dubber API, Recordings (A), and More, found later (labels A, `held` D). Only `id` and `start_time` must be there.
struct RecordingItem: Decodable, Sendable {
    let recording: Recording

    private enum CodingKeys: String, CodingKey {
        case id
        case to
        case from
        case toLabel = "to_label"
        case fromLabel = "from_label"
        case callType = "call_type"
        case recordingType = "recording_type"
        case channel
        case startTime = "start_time"
        case duration
        case expiryTime = "expiry_time"
        case dateUpdated = "date_updated"
        case metaTags = "meta_tags"
        case status
        case held
    }

    private struct Unreadable: Error {}

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        // A JSON number would have lost digits by now (ids go beyond 2^53): only a string is an id.
        guard let id = RecordingID(try fields.decode(String.self, forKey: .id)),
            let startTime = ProviderDate.date(from: try fields.decode(String.self, forKey: .startTime))
        else {
            throw Unreadable()
        }
        // What is not there is looked for without an error being made of it; what is of another kind is as good as not there.
        func text(_ key: CodingKeys) -> String? {
            (try? fields.decodeIfPresent(String.self, forKey: key)) ?? nil
        }
        let held = (try? fields.decodeIfPresent(JSONValue.self, forKey: .held)) ?? nil
        let tags = (try? fields.decodeIfPresent(Tags.self, forKey: .metaTags)) ?? nil
        let duration = (try? fields.decodeIfPresent(JSONValue.self, forKey: .duration)) ?? nil
        recording = Recording(
            recordingID: id,
            from: text(.from) ?? "",
            to: text(.to) ?? "",
            fromLabel: Self.nonEmpty(text(.fromLabel)),
            toLabel: Self.nonEmpty(text(.toLabel)),
            direction: text(.callType).flatMap { Recording.Direction(rawValue: $0.lowercased()) },
            isVoicemail: text(.recordingType)?.lowercased() == "voicemail",
            channel: text(.channel),
            startTime: startTime,
            durationSeconds: duration?.integer,
            // A recording that is held is not forgotten, whatever its retention time says.
            expiryTime: held?.text?.lowercased() == "true" ? nil : text(.expiryTime).flatMap(ProviderDate.date(from:)),
            updatedAt: text(.dateUpdated).flatMap(ProviderDate.date(from:)),
            externalCallID: Self.nonEmpty(tags?.externalCallID?.text),
            externalTrackingIDs: Self.separated(tags?.externalTrackingIDs),
            isReady: Self.isReady(text(.status))
        )
    }

    /// `Active` is the only status seen (A); a recording that names none is taken for ready.
    private static func isReady(_ status: String?) -> Bool {
        nonEmpty(status).map { $0.lowercased() == "active" } ?? true
    }

    /// The tags that tell calls; others are not looked at.
    private struct Tags: Decodable {
        let externalCallID: JSONValue?
        let externalTrackingIDs: JSONValue?

        enum CodingKeys: String, CodingKey {
            case externalCallID = "external-call-id"
            case externalTrackingIDs = "external-tracking-ids"
        }
    }

    private static func nonEmpty(_ text: String?) -> String? {
        let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The tag may hold several ids; how they are separated is not recorded, so every likely way is read.
    private static func separated(_ tag: JSONValue?) -> [String] {
        if case .array(let values) = tag {
            return values.flatMap { separated($0) }
        }
        return (tag?.text ?? "").split { $0.isWhitespace || ",;|".contains($0) }.map(String.init)
    }
}
