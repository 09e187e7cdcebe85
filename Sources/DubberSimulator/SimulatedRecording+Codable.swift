import Foundation

extension SimulatedRecording: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, from, to, fromLabel, callType, recordingType, channel, startTime, durationSeconds, utcOffsetMinutes
        case appearsAfterSeconds, lifetimeDays, updatedTime, dubPointID, externalCallID, externalTrackingIDs, otherTags
        case audio, toLabel, status, isHeld
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            from: try container.decode(String.self, forKey: .from),
            to: try container.decode(String.self, forKey: .to),
            startTime: try container.decode(Date.self, forKey: .startTime),
            durationSeconds: try container.decode(Int.self, forKey: .durationSeconds),
            audio: try container.decode(SimulatedAudio.self, forKey: .audio)
        )
        func replace<Value: Decodable>(_ path: WritableKeyPath<Self, Value>, _ key: CodingKeys) throws {
            if let value = try container.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        fromLabel = try container.decodeIfPresent(String.self, forKey: .fromLabel)
        toLabel = try container.decodeIfPresent(String.self, forKey: .toLabel)
        channel = try container.decodeIfPresent(String.self, forKey: .channel)
        updatedTime = try container.decodeIfPresent(Date.self, forKey: .updatedTime)
        externalCallID = try container.decodeIfPresent(String.self, forKey: .externalCallID)
        try replace(\.status, .status)
        try replace(\.isHeld, .isHeld)
        try replace(\.callType, .callType)
        try replace(\.recordingType, .recordingType)
        try replace(\.utcOffsetMinutes, .utcOffsetMinutes)
        try replace(\.appearsAfterSeconds, .appearsAfterSeconds)
        try replace(\.lifetimeDays, .lifetimeDays)
        try replace(\.dubPointID, .dubPointID)
        try replace(\.externalTrackingIDs, .externalTrackingIDs)
        try replace(\.otherTags, .otherTags)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encodeIfPresent(fromLabel, forKey: .fromLabel)
        try container.encodeIfPresent(toLabel, forKey: .toLabel)
        try container.encode(status, forKey: .status)
        try container.encode(isHeld, forKey: .isHeld)
        try container.encode(callType, forKey: .callType)
        try container.encode(recordingType, forKey: .recordingType)
        try container.encodeIfPresent(channel, forKey: .channel)
        try container.encode(startTime, forKey: .startTime)
        try container.encode(durationSeconds, forKey: .durationSeconds)
        try container.encode(utcOffsetMinutes, forKey: .utcOffsetMinutes)
        try container.encode(appearsAfterSeconds, forKey: .appearsAfterSeconds)
        try container.encode(lifetimeDays, forKey: .lifetimeDays)
        try container.encodeIfPresent(updatedTime, forKey: .updatedTime)
        try container.encode(dubPointID, forKey: .dubPointID)
        try container.encodeIfPresent(externalCallID, forKey: .externalCallID)
        try container.encode(externalTrackingIDs, forKey: .externalTrackingIDs)
        try container.encode(otherTags, forKey: .otherTags)
        try container.encode(audio, forKey: .audio)
    }
}
