/// How many users have an entry as their "Recording Playback" setting.
package struct AssignedUsers: Hashable, Sendable {
    package var count: Int
    /// Those of them whose scope the entry does not cover.
    package var outOfScope: Int

    package init(count: Int = 0, outOfScope: Int = 0) {
        self.count = count
        self.outOfScope = outOfScope
    }
}
