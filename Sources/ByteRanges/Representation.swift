/// What conditions and ranges are judged against: the facts of one recording's audio.
package struct Representation: Hashable, Sendable {
    package let sizeBytes: Int64
    /// Strong.
    package let entityTag: EntityTag
    package let lastModified: HTTPDate?

    package init(sizeBytes: Int64, entityTag: EntityTag, lastModified: HTTPDate?) {
        self.sizeBytes = sizeBytes
        self.entityTag = entityTag
        self.lastModified = lastModified
    }
}
