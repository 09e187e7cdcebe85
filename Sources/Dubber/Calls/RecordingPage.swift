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
    /// When the recordings of unreadable items began, as far as told by the items around them: from the distant past where none older is on
    /// the page, up to the distant future where none newer is.
    package let doubts: [ClosedRange<Date>]

    /// An item, and its time where nothing else could be read.
    private struct Item: Decodable, Sendable {
        let recording: Recording?
        let startTime: Date?

        private enum CodingKeys: String, CodingKey {
            case startTime = "start_time"
        }

        init(from decoder: any Decoder) {
            if let recording = (try? RecordingItem(from: decoder))?.recording {
                self.recording = recording
                startTime = recording.startTime
            } else {
                recording = nil
                let fields = try? decoder.container(keyedBy: CodingKeys.self)
                let text = try? fields?.decode(String.self, forKey: .startTime)
                startTime = text.flatMap(ProviderDate.date(from:))
            }
        }
    }

    private struct Limits {
        let maximumItems: Int
    }

    private struct Body: DecodableWithConfiguration {
        let items: [Item]

        enum CodingKeys: CodingKey {
            case recordings
        }

        /// - Throws: ``DubberError/unexpectedAnswer`` before any item of a page is read that holds too many.
        init(from decoder: any Decoder, configuration: Limits) throws {
            var items = try decoder.container(keyedBy: CodingKeys.self).nestedUnkeyedContainer(forKey: .recordings)
            guard items.count ?? 0 <= configuration.maximumItems else {
                throw DubberError.unexpectedAnswer
            }
            var read: [Item] = []
            read.reserveCapacity(items.count ?? 0)
            while !items.isAtEnd {
                read.append(try items.decode(Item.self))
            }
            self.items = read
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
        guard
            let page = try? JSONDecoder().decode(
                Body.self,
                from: Data(body.withoutByteOrderMark),
                configuration: limits
            )
        else {
            throw .unexpectedAnswer
        }
        itemCount = page.items.count
        recordings = page.items.compactMap(\.recording)
        doubts = Self.doubts(page.items)
        if itemCount > 0, recordings.isEmpty {
            throw .unexpectedAnswer
        }
    }

    package init(recordings: [Recording], itemCount: Int) {
        self.recordings = recordings
        self.itemCount = itemCount
        doubts = []
    }

    private static func doubts(_ items: [Item]) -> [ClosedRange<Date>] {
        var doubts: [ClosedRange<Date>] = []
        var newest = Date.distantFuture
        for (place, item) in items.enumerated() {
            if item.recording == nil {
                let oldest = items[place...].lazy.compactMap(\.startTime).first ?? .distantPast
                let latest = item.startTime ?? newest
                doubts.append(min(oldest, latest)...max(oldest, latest))
            }
            newest = item.startTime ?? newest
        }
        return doubts
    }
}

/// The detail of one recording, as far as playback needs it.
package struct RecordingDetail: Sendable {
    /// `nil` when the detail could not be read as a recording; the audio can still be played.
    package let recording: Recording?
    /// Presigned, decoded from JSON and otherwise untouched; absent without a `listener`.
    package let recordingURL: Secret?
    package let expiryTime: Date?
    /// Whether the provider has finished with it.
    package let isReady: Bool

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
            recordingURL = (try? fields.decodeIfPresent(String.self, forKey: .recordingURL)) ?? nil
            expiryTime = (try? fields.decodeIfPresent(String.self, forKey: .expiryTime)) ?? nil
            item = try? RecordingItem(from: decoder)
        }
    }

    /// Reads a detail.
    ///
    /// - Throws: ``DubberError/unexpectedAnswer``.
    package init(_ body: [UInt8]) throws(DubberError) {
        guard let detail = try? JSONDecoder().decode(Body.self, from: Data(body.withoutByteOrderMark)) else {
            throw .unexpectedAnswer
        }
        recording = detail.item?.recording
        recordingURL = detail.recordingURL.flatMap { $0.isEmpty ? nil : Secret($0) }
        expiryTime = detail.item.map(\.recording.expiryTime) ?? detail.expiryTime.flatMap(ProviderDate.date(from:))
        isReady = detail.item?.recording.isReady ?? true
    }
}
