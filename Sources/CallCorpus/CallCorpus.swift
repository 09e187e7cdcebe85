package import Foundation
package import Recordings

/// Made-up calls with known truth: rows of reports, and the recordings that a provider has of them.
///
/// Clocks of three telephony servers differ from the provider's by up to 11 seconds; parties are written in E.164, nationally, as extensions,
/// as addresses and as names, or withheld; most calls carry the ids that the provider's tags line up with, some only a tracking id, some none.
package struct CallCorpus: Sendable {
    /// When the newest call has long ended.
    package static let end = Date(timeIntervalSince1970: 1_795_000_000)
    /// How far back calls go.
    package static let days = 90
    static let skewSeconds = [0, 8, -11]

    /// In order of time, as reports list them.
    package let rows: [CorpusRow]
    package let recordings: [Recording]

    /// Makes a corpus.
    ///
    /// - Parameters:
    ///   - count: rows.
    ///   - seed: everything follows from it.
    package init(count: Int, seed: UInt64) {
        var builder = CorpusBuilder(seed: seed)
        while builder.rows.count < count {
            builder.addCall()
        }
        rows = builder.rows.prefix(count).sorted { $0.segment.startTime < $1.segment.startTime }
        recordings = builder.recordings
    }
}
