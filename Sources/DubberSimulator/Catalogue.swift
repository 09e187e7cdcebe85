import Foundation
import Synchronization

/// The configuration's accounts and recordings, checked, with their audio loaded, in the order that requests need them.
///
/// Recordings may be added, replaced and deleted while the simulator runs.
final class Catalogue: Sendable {
    struct Account: Sendable {
        let region: String
        let account: SimulatedAccount
        /// Newest first by start time; equal times by id.
        ///
        /// Source: Dubber API, Recordings (A).
        let recordings: [SimulatedRecording]
    }

    /// The most recordings of one account that may be added at run time.
    static let maximumRecordings = 200_000

    private struct State {
        var regions: [String: [Account]] = [:]
        var audio: [SimulatedAudio: AudioContent] = [:]
    }

    private let examples: ExampleRecordings
    private let state: Mutex<State>

    /// Checks the configuration and loads the audio that it names.
    init(_ configuration: SimulatorConfiguration, examples: ExampleRecordings) throws(SimulatorError) {
        var regions: [String: [Account]] = [:]
        var audio: [SimulatedAudio: AudioContent] = [:]
        for (name, region) in configuration.regions {
            try Self.check(region, name: name)
            regions[name] = region.accounts.map { account in
                Account(region: name, account: account, recordings: Self.newestFirst(account.recordings))
            }
            for recording in region.accounts.flatMap(\.recordings) where audio[recording.audio] == nil {
                audio[recording.audio] = try AudioContent(recording.audio, examples: examples)
            }
        }
        self.examples = examples
        state = Mutex(State(regions: regions, audio: audio))
    }

    func knows(region: String) -> Bool {
        state.withLock { $0.regions[region] != nil }
    }

    func account(region: String, slug: String) -> Account? {
        accounts(region).first { $0.account.slug == slug }
    }

    /// Adds a recording, or puts it in the place of the one with its id.
    ///
    /// - Returns: `false` when there is no such account, or it is full.
    /// - Throws: ``SimulatorError`` when its audio cannot be loaded.
    func put(_ recording: SimulatedRecording, region: String, slug: String) throws(SimulatorError) -> Bool {
        let content = audio(of: recording)
        let loaded = if let content { content } else { try AudioContent(recording.audio, examples: examples) }
        return state.withLock { state in
            state.audio[recording.audio] = loaded
            return Self.change(&state, region: region, slug: slug) { recordings in
                recordings.removeAll { $0.id == recording.id }
                guard recordings.count < Self.maximumRecordings else { return false }
                let place = recordings.firstIndex { ($0.startTime, $0.id) < (recording.startTime, recording.id) }
                recordings.insert(recording, at: place ?? recordings.endIndex)
                return true
            }
        }
    }

    /// Deletes a recording, as an administrator at the provider may; gives `false` when there is none.
    func delete(_ id: String, region: String, slug: String) -> Bool {
        state.withLock { state in
            Self.change(&state, region: region, slug: slug) { recordings in
                let count = recordings.count
                recordings.removeAll { $0.id == id }
                return recordings.count < count
            }
        }
    }

    private static func change(
        _ state: inout State,
        region: String,
        slug: String,
        _ change: (inout [SimulatedRecording]) -> Bool
    ) -> Bool {
        guard let index = state.regions[region]?.firstIndex(where: { $0.account.slug == slug }),
            let account = state.regions[region]?[index]
        else { return false }
        var recordings = account.recordings
        guard change(&recordings) else { return false }
        state.regions[region]?[index] = Account(region: region, account: account.account, recordings: recordings)
        return true
    }

    private func accounts(_ region: String) -> [Account] {
        state.withLock { $0.regions[region] ?? [] }
    }

    private static func newestFirst(_ recordings: [SimulatedRecording]) -> [SimulatedRecording] {
        recordings.sorted { ($0.startTime, $0.id) > ($1.startTime, $1.id) }
    }

    /// Whether any account of the region belongs to the application.
    func knowsKey(region: String, clientID: String) -> Bool {
        accounts(region).contains { $0.account.clientID == clientID }
    }

    /// The accounts that the predicate accepts, at most one by the check of credentials.
    func account(region: String, where isMeant: (SimulatedAccount) -> Bool) -> Account? {
        accounts(region).first { isMeant($0.account) }
    }

    func audio(of recording: SimulatedRecording) -> AudioContent? {
        state.withLock { $0.audio[recording.audio] }
    }

    private static func check(_ region: SimulatedRegion, name: String) throws(SimulatorError) {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard !name.isEmpty, isPlain, !SimulatorRoute.reservedNames.contains(name) else {
            throw .unusableRegionName(name)
        }
        var slugs: Set<String> = []
        var logins: Set<[String]> = []
        var ids: Set<String> = []
        for account in region.accounts {
            guard slugs.insert(account.slug).inserted, logins.insert([account.clientID, account.authID]).inserted else {
                throw .duplicateAccount(slug: account.slug, region: name)
            }
            for recording in account.recordings where !ids.insert(recording.id).inserted {
                throw .duplicateRecording(id: recording.id, region: name)
            }
        }
    }
}
