internal import ByteRanges
internal import Recordings

/// What the bytes of one file belong to: which version of which recording, under which number.
///
/// The checksum of each slice begins with it, so that bytes that lie in a file or stand under a row that is not theirs, whoever put them there, are
/// noticed as damaged ones are, by the same reading and at no cost.
enum VersionIdentity {
    /// Where checksums of the version's slices begin.
    static func seed(of row: SliceStore.Row) -> UInt32 {
        let validator = row.validator
        let parts = [
            "\(row.number)", row.key.entry.rawValue, row.key.recording.rawValue, "\(validator.sizeBytes)",
            validator.givenTag?.description ?? "", validator.lastModified.map { "\($0.unixSeconds)" } ?? "",
            // Tells two data directories apart, in which all the rest may be the same.
            "\(row.createdAt)",
        ]
        var sum = CRC32C()
        for part in parts {
            // Its length first: no two lists of parts read the same.
            sum.add("\(part.utf8.count):\(part)".utf8)
        }
        return sum.value
    }
}
