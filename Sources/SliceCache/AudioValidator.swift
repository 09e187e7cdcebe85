package import ByteRanges

/// What tells one version of a recording's audio from another, as the first upstream reply gave it.
///
/// Bytes of two validators are never mixed.
package struct AudioValidator: Hashable, Sendable {
    package let sizeBytes: Int64
    /// The store's own tag, when it is strong and well formed.
    package let upstreamTag: EntityTag?
    package let lastModified: HTTPDate?
    /// Not part of the comparison, since two hosts may name one thing differently.
    package var type: AudioType

    /// Such as `audio/mpeg`.
    package var contentType: String { type.mediaType }

    package init(sizeBytes: Int64, upstreamTag: EntityTag?, lastModified: HTTPDate?, type: AudioType) {
        self.sizeBytes = sizeBytes
        self.upstreamTag = upstreamTag
        self.lastModified = lastModified
        self.type = type
    }

    /// The same with a type's name, as an index keeps it; a name that is not of the list is told as unknown.
    package init(sizeBytes: Int64, upstreamTag: EntityTag?, lastModified: HTTPDate?, contentType: String) {
        self.init(
            sizeBytes: sizeBytes,
            upstreamTag: upstreamTag,
            lastModified: lastModified,
            type: AudioType(mediaType: contentType)
        )
    }

    /// Whether both describe the same bytes: the same size and tag, or where neither has a tag, the same modification time.
    package func agrees(with other: AudioValidator) -> Bool {
        guard sizeBytes == other.sizeBytes else { return false }
        guard upstreamTag == other.upstreamTag else { return false }
        return upstreamTag != nil || lastModified == other.lastModified
    }

    /// What conditions and ranges of requests for a recording are judged against.
    package func representation(for key: RecordingKey) -> Representation {
        Representation(sizeBytes: sizeBytes, entityTag: entityTag(for: key), lastModified: lastModified)
    }

    /// The strong tag that listeners are given: the store's own, else one made of what identifies the bytes.
    ///
    /// It is the same for the same bytes on every instance and from either host as far as the stores agree.
    package func entityTag(for key: RecordingKey) -> EntityTag {
        if let upstreamTag { return upstreamTag }
        let modified = lastModified.map { String($0.unixSeconds, radix: 16) } ?? "0"
        let made = EntityTag("\"\(key.recording)-\(String(sizeBytes, radix: 16))-\(modified)\"")
        guard let made else { preconditionFailure("a recording id is made of characters that a tag may have") }
        return made
    }
}
