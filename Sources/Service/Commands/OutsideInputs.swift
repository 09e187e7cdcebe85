internal import Foundation
internal import HummingbirdCore
internal import PlaybackAudit

/// The readers of what comes from outside, without a service around them: for fuzzing.
package enum OutsideInputs {
    /// Reads the body of an availability request.
    ///
    /// - Returns: how many rows it has; `nil` when it is refused.
    package static func rows(_ body: [UInt8], maximum: Int) -> Int? {
        try? AvailabilityRequest(json: Data(body), maximumSegments: maximum).segments.count
    }

    /// Reads a query as the debug and audit addresses do.
    ///
    /// - Returns: what is wrong with what was read; `nil` when nothing is.
    package static func query(_ text: String) -> String? {
        let pairs = URI("/?" + text).queryParameters.map { (String($0.key), String($0.value)) }
        _ = try? DebugQuery(pairs)
        guard let asked = try? AuditRequest(QueryValues(pairs, of: AuditRequest.fields)) else { return nil }
        return (1..<10_000).contains(asked.query.limit) ? nil : "a limit of \(asked.query.limit)"
    }
}
