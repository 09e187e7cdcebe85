/// Recordings that no host had when last asked, remembered for a short while; pure.
struct AbsentRecordings: Sendable {
    /// Seconds since 1970 at which each may be asked for again.
    private var untilByKey: [RecordingKey: Int64] = [:]

    /// Whether the recording was not there a moment ago.
    func contains(_ key: RecordingKey, now: Int64) -> Bool {
        untilByKey[key].map { now < $0 } ?? false
    }

    /// Remembers `key` up to `until`; when there are too many, those that are over are forgotten, then all.
    mutating func add(_ key: RecordingKey, until: Int64, now: Int64, maximum: Int) {
        if untilByKey.count >= maximum { untilByKey = untilByKey.filter { now < $0.value } }
        if untilByKey.count >= maximum { untilByKey = [:] }
        untilByKey[key] = until
    }

    mutating func remove(where isMeant: (RecordingKey) -> Bool) {
        untilByKey = untilByKey.filter { !isMeant($0.key) }
    }
}
