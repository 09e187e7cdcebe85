extension PlaybackAudit {
    /// From now on rows for which the disk has no room are tried once more when `makeRoom` has made some, before anybody is refused.
    package func makesRoom(by makeRoom: @escaping @Sendable () -> Bool) {
        writer.makesRoom(by: makeRoom)
    }
}
