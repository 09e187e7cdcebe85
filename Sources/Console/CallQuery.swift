internal import Foundation
package import Recordings

/// A call segment and its reader as the query of an address; the names are those of the debug endpoint.
package struct CallQuery: Sendable {
    /// Escaped, without the question mark.
    package let text: String

    package init(_ segment: CallSegment, username: String) {
        let fields: [(String, String?)] = [
            ("user", username), ("segmentID", segment.segmentID), ("telSysID", "\(segment.telSysID)"),
            ("partIDInTelSys", segment.partIDInTelSys.map { "\($0)" }),
            ("startTime", segment.startTime.formatted(.iso8601)),
            ("durationSeconds", segment.durationSeconds.map { "\($0)" }),
            ("direction", segment.direction?.rawValue), ("from", segment.from), ("to", segment.to),
            ("externalCallID", segment.externalCallID), ("externalTrackingID", segment.externalTrackingID),
        ]
        text = fields.compactMap { name, value in
            value.flatMap { $0.addingPercentEncoding(withAllowedCharacters: Self.unreserved) }.map { "\(name)=\($0)" }
        }
        .joined(separator: "&")
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:"
    )
}
