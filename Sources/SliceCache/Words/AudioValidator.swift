package import ByteRanges

/// What tells one version of a recording's audio from another, as the first upstream reply gave it.
///
/// Bytes of two validators are never mixed.
package struct AudioValidator: Hashable, Sendable {
    package let sizeBytes: Int64
    /// The store's own tag, when it is strong and well formed.
    package let upstreamTag: EntityTag?
    /// The same when it is weak: alike it says nothing of the bytes, another one says that they are others.
    package let weakTag: EntityTag?
    package let lastModified: HTTPDate?
    /// Not part of the comparison, since two hosts may name one thing differently.
    package var type: AudioType

    /// Such as `audio/mpeg`.
    package var contentType: String { type.mediaType }

    /// - Parameters:
    ///   - sizeBytes: of the recording.
    ///   - tag: the store's own, strong or weak.
    ///   - lastModified: as the store tells it.
    ///   - type: what it is.
    package init(sizeBytes: Int64, upstreamTag tag: EntityTag?, lastModified: HTTPDate?, type: AudioType) {
        self.sizeBytes = sizeBytes
        (upstreamTag, weakTag) = (tag?.strong, tag?.weak)
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

    /// The tag as the store gave it.
    package var givenTag: EntityTag? { upstreamTag ?? weakTag }

    /// Whether both describe the same bytes: the same size and tag, or where neither has a strong tag, the same modification time and no other weak tag.
    package func agrees(with other: AudioValidator) -> Bool {
        sizeBytes == other.sizeBytes && marks.agree(with: other.marks)
    }

    /// Whether another version of the same size would be noticed.
    package var isRecognisable: Bool { marks.isRecognisable }

    private var marks: VersionMarks {
        VersionMarks(strongTag: upstreamTag, weakTag: weakTag, lastModified: lastModified)
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
