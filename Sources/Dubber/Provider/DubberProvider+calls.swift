package import Foundation
package import Recordings

extension DubberProvider {
    /// The recordings of an entry that carry an external call id, as far as lists have shown them; no call is made.
    ///
    /// - Parameters:
    ///   - callID: the id, as the provider has it.
    ///   - entry: whose recordings.
    ///   - span: when they may have begun.
    /// - Returns: their ids, each once.
    package func recordings(ofCall callID: String, entry: IntegrationEntry, in span: Range<Date>) async -> [RecordingID]
    {
        let question = IndexQuestion(callID: callID, in: span)
        var found: [RecordingID] = []
        for peer in hosts(of: entry).usable {
            for known in await index.sight(of: peer.indexKey, question).known
            where known.recording.externalCallID == callID && !found.contains(known.recording.recordingID) {
                found.append(known.recording.recordingID)
            }
        }
        return found
    }
}
