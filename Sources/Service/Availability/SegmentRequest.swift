internal import Foundation
internal import Recordings

/// One row of a request, read leniently: what is wrong with it becomes its own result.
struct SegmentRequest: Sendable, Decodable {
    /// What is wrong with a row, in a sentence with what would be right.
    struct Defect: Error, Sendable, Hashable {
        let problem: String
    }

    static let maximumTextLength = 256
    /// Longer calls than a week are a mistake.
    static let maximumDurationSeconds = 7 * 86_400
    /// A clock may be ahead by so much.
    static let maximumFutureSeconds = 86_400.0
    /// No call was reported on before 2000.
    static let earliestStart = Date(timeIntervalSince1970: 946_684_800)

    /// Echoed in the result; `nil` when the row has none that can be read.
    let segmentID: String?
    let segment: Result<CallSegment, Defect>

    init(from decoder: any Decoder) {
        var id: String?
        do throws(Defect) {
            let fields: Fields
            do {
                fields = try Fields(from: decoder)
            } catch {
                id = (try? OnlyID(from: decoder))?.segmentID
                throw Self.defect(of: error)
            }
            id = fields.segmentID
            segment = .success(try fields.segment())
        } catch {
            segment = .failure(error)
        }
        segmentID = id
    }

    /// A row from the debug endpoint's query.
    init(fields: Fields) {
        segmentID = fields.segmentID
        do throws(Defect) {
            segment = .success(try fields.segment())
        } catch {
            segment = .failure(error)
        }
    }

    private struct OnlyID: Decodable {
        let segmentID: String
    }

    private static func defect(of error: any Error) -> Defect {
        switch error {
        case DecodingError.keyNotFound(let key, _):
            Defect(problem: "\(key.stringValue) is missing.")
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            Defect(problem: "\(context.codingPath.last?.stringValue ?? "The row") has a value of the wrong kind.")
        default:
            Defect(problem: "The row cannot be understood.")
        }
    }
}

extension SegmentRequest {
    /// A row's fields as they stand in JSON.
    struct Fields: Decodable, Sendable {
        var segmentID: String
        var telSysID: Int
        var partIDInTelSys: Int?
        var startTime: String
        var durationSeconds: Int?
        var direction: String?
        var from: String?
        var to: String?
        var externalCallID: String?
        var externalTrackingID: String?

        /// Judges the fields.
        func segment() throws(Defect) -> CallSegment {
            guard !segmentID.isEmpty else { throw Defect(problem: "segmentID is empty.") }
            for (name, text) in [
                ("segmentID", segmentID), ("from", from), ("to", to), ("externalCallID", externalCallID),
                ("externalTrackingID", externalTrackingID),
            ] {
                guard (text?.utf8.count ?? 0) <= SegmentRequest.maximumTextLength else {
                    throw Defect(problem: "\(name) is longer than \(SegmentRequest.maximumTextLength) bytes.")
                }
            }
            guard let telSysID = Int32(exactly: telSysID), telSysID > 0 else {
                throw Defect(problem: "telSysID must be a whole number from 1 to 2147483647.")
            }
            return CallSegment(
                segmentID: segmentID,
                telSysID: TelSysID(telSysID),
                partIDInTelSys: try partition(),
                startTime: try start(),
                durationSeconds: try duration(),
                direction: try wayOfCall(),
                from: filled(from),
                to: filled(to),
                externalCallID: filled(externalCallID),
                externalTrackingID: filled(externalTrackingID)
            )
        }

        private func filled(_ text: String?) -> String? {
            text.flatMap { $0.isEmpty ? nil : $0 }
        }

        private func partition() throws(Defect) -> PartIDInTelSys? {
            guard let partIDInTelSys else { return nil }
            guard let number = Int32(exactly: partIDInTelSys), number > 0 else {
                throw Defect(problem: "partIDInTelSys must be a whole number from 1 to 2147483647.")
            }
            return PartIDInTelSys(number)
        }

        private func start() throws(Defect) -> Date {
            guard let date = RFC3339.date(startTime) else {
                throw Defect(problem: "startTime must be a time such as 2026-11-20T09:15:03Z.")
            }
            guard date >= SegmentRequest.earliestStart else {
                throw Defect(problem: "startTime lies before the year 2000.")
            }
            guard date.timeIntervalSinceNow <= SegmentRequest.maximumFutureSeconds else {
                throw Defect(problem: "startTime lies more than a day in the future.")
            }
            return date
        }

        private func duration() throws(Defect) -> Int? {
            guard let durationSeconds else { return nil }
            guard (0...SegmentRequest.maximumDurationSeconds).contains(durationSeconds) else {
                throw Defect(problem: "durationSeconds must be from 0 to \(SegmentRequest.maximumDurationSeconds).")
            }
            return durationSeconds
        }

        private func wayOfCall() throws(Defect) -> CallSegment.Direction? {
            guard let text = filled(direction) else { return nil }
            guard let direction = CallSegment.Direction(rawValue: text) else {
                let known = CallSegment.Direction.allCases.map(\.rawValue).joined(separator: ", ")
                throw Defect(problem: "direction must be one of \(known).")
            }
            return direction
        }
    }
}
