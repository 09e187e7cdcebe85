package import ByteRanges
internal import Transport

/// What a store tells of a recording besides its size; pure.
package struct UnsizedAudio: Hashable, Sendable {
    /// The store's own tag, when it is strong and well formed.
    package let upstreamTag: EntityTag?
    /// The same when it is weak.
    package let weakTag: EntityTag?
    package let lastModified: HTTPDate?
    /// As the store says, or else the file name's ending.
    package var type: AudioType
    /// Whether the body says where it ends, so that one which was cut off is known; otherwise it ends with its connection.
    package let isEndTold: Bool

    package init(upstreamTag tag: EntityTag?, lastModified: HTTPDate?, type: AudioType, isEndTold: Bool) {
        (upstreamTag, weakTag) = (tag?.strong, tag?.weak)
        self.lastModified = lastModified
        self.type = type
        self.isEndTold = isEndTold
    }

    /// Reads a reply's fields.
    init(_ headers: HTTPHeaders, path: some StringProtocol, isEndTold: Bool) {
        let tag = headers["etag"].flatMap { EntityTag($0) }
        (upstreamTag, weakTag) = (tag?.strong, tag?.weak)
        lastModified = headers["last-modified"].flatMap { HTTPDate($0) }
        if case .audio(let type) = AudioType.Label(headers.all("content-type")) {
            self.type = type
        } else {
            type = AudioType(endingOf: path)
        }
        self.isEndTold = isEndTold
    }

    /// The validator, once the size is known.
    package func validator(sizeBytes: Int64) -> AudioValidator {
        AudioValidator(
            sizeBytes: sizeBytes,
            upstreamTag: upstreamTag ?? weakTag,
            lastModified: lastModified,
            type: type
        )
    }

    /// Whether a later reply may be of the same bytes: nothing that both tell differs.
    package func agrees(with other: UnsizedAudio) -> Bool {
        marks.agree(with: other.marks)
    }

    /// Whether another version would be noticed.
    package var isRecognisable: Bool { marks.isRecognisable }

    private var marks: VersionMarks {
        VersionMarks(strongTag: upstreamTag, weakTag: weakTag, lastModified: lastModified)
    }
}
