package import Foundation
package import Recordings

/// One page of a list, newest first.
package struct RecordingPage: Sendable {
    /// In the order given.
    package let recordings: [Recording]
    /// Items on the page, unreadable ones included: what a full page is counted by.
    package let itemCount: Int

    /// Items that could not be read: no usable id, or no start time.
    package var unreadableCount: Int { itemCount - recordings.count }

    private struct Limits {
        let maximumItems: Int
    }

    private struct Body: DecodableWithConfiguration {
        let recordings: [Recording?]

        enum CodingKeys: CodingKey {
            case recordings
        }

        /// - Throws: ``DubberError/unexpectedAnswer`` before any item of a page is read that holds too many.
        init(from decoder: any Decoder, configuration: Limits) throws {
            var items = try decoder.container(keyedBy: CodingKeys.self).nestedUnkeyedContainer(forKey: .recordings)
            guard items.count ?? 0 <= configuration.maximumItems else {
                throw DubberError.unexpectedAnswer
            }
            var recordings: [Recording?] = []
            recordings.reserveCapacity(items.count ?? 0)
            while !items.isAtEnd {
                recordings.append(try items.decode(Lenient<RecordingItem>.self).value?.recording)
            }
            self.recordings = recordings
        }
    }

    /// Reads a page.
    ///
    /// One bad item does not spoil the page; only bad ones do.
    ///
    /// - Parameters:
    ///   - body: JSON.
    ///   - maximumItems: that it may hold.
    /// - Throws: ``DubberError/unexpectedAnswer``.
    package init(_ body: [UInt8], maximumItems: Int = .max) throws(DubberError) {
        let limits = Limits(maximumItems: maximumItems)
        guard let page = try? JSONDecoder().decode(Body.self, from: Data(body), configuration: limits) else {
            throw .unexpectedAnswer
        }
        itemCount = page.recordings.count
        recordings = page.recordings.compactMap(\.self)
        if itemCount > 0, recordings.isEmpty {
            throw .unexpectedAnswer
        }
    }

    package init(recordings: [Recording], itemCount: Int) {
        self.recordings = recordings
        self.itemCount = itemCount
    }
}

/// The detail of one recording, as far as playback needs it.
package struct RecordingDetail: Sendable {
    /// `nil` when the detail could not be read as a recording; the audio can still be played.
    package let recording: Recording?
    /// Presigned, decoded from JSON and otherwise untouched; absent without a `listener`.
    package let recordingURL: Secret?
    package let expiryTime: Date?

    private struct Body: Decodable {
        let recordingURL: String?
        let expiryTime: String?
        let item: RecordingItem?

        enum CodingKeys: String, CodingKey {
            case recordingURL = "recording_url"
            case expiryTime = "expiry_time"
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            recordingURL = try fields.decodeIfPresent(String.self, forKey: .recordingURL)
            expiryTime = try fields.decodeIfPresent(String.self, forKey: .expiryTime)
            item = try? RecordingItem(from: decoder)
        }
    }

    /// Reads a detail.
    ///
    /// - Throws: ``DubberError/unexpectedAnswer``.
    package init(_ body: [UInt8]) throws(DubberError) {
        guard let detail = try? JSONDecoder().decode(Body.self, from: Data(body)) else {
            throw .unexpectedAnswer
        }
        recording = detail.item?.recording
        recordingURL = detail.recordingURL.flatMap { $0.isEmpty ? nil : Secret($0) }
        expiryTime = detail.expiryTime.flatMap(RFC2822Date.date(from:))
    }
}

/// A value that may be missing or unreadable without spoiling what is around it.
private struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    let value: Value?

    init(from decoder: any Decoder) {
        value = try? Value(from: decoder)
    }
}
