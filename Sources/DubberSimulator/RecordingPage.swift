/// One page of a recording list.
struct RecordingPage: Sendable {
    /// Newest first, at most `count` of the query; fewer mean that it is the last page (A).
    let recordings: [SimulatedRecording]

    /// Cuts a page.
    ///
    /// Pages of `after_id` are the ones next to the cursor, so that a client can walk upwards with the first id of each
    /// page (D).
    ///
    /// - Parameters:
    ///   - query: what was asked for.
    ///   - visible: the account's recordings, newest first.
    ///   - cursorsAreInclusive: whether the page begins with the cursor's own recording.
    /// - Throws: ``APIError/invalidParameter(_:)`` for a cursor that names no recording of the account.
    init(
        _ query: RecordingListQuery,
        of visible: [SimulatedRecording],
        cursorsAreInclusive: Bool
    ) throws(APIError) {
        let part: ArraySlice<SimulatedRecording>
        switch query.position {
        case .page:
            part = visible[...]
        case .before(let id):
            let index = try Self.index(of: id, in: visible, parameter: "before_id")
            part = visible[(cursorsAreInclusive ? index : index + 1)...]
        case .after(let id):
            let index = try Self.index(of: id, in: visible, parameter: "after_id")
            part = visible[..<(cursorsAreInclusive ? index + 1 : index)]
        }
        let matching = part.filter { $0.matches(number: query.number, text: query.text) }
        recordings =
            switch query.position {
            case .page(let page): Array(Self.page(page, of: matching, count: query.count))
            case .before: Array(matching.prefix(query.count))
            case .after: Array(matching.suffix(query.count))
            }
    }

    private static func page(
        _ page: Int,
        of matching: [SimulatedRecording],
        count: Int
    ) -> ArraySlice<SimulatedRecording> {
        let (skipped, isTooFar) = (page - 1).multipliedReportingOverflow(by: count)
        return isTooFar ? [] : matching.dropFirst(skipped).prefix(count)
    }

    private static func index(
        of id: String,
        in visible: [SimulatedRecording],
        parameter: String
    ) throws(APIError) -> Int {
        guard let index = visible.firstIndex(where: { $0.id == id }) else { throw .invalidParameter(parameter) }
        return index
    }
}

extension SimulatedRecording {
    /// Whether the recording is one that `number` and `query` look for; `nil` looks for all.
    fileprivate func matches(number: String?, text: String?) -> Bool {
        if let number, to != number, from != number { return false }
        guard let text = text?.lowercased(), !text.isEmpty else { return true }
        return [to, from, fromLabel, channel].contains { $0?.lowercased().contains(text) ?? false }
    }
}
