import Foundation

/// The configuration's accounts and recordings, checked, with their audio loaded, in the order that requests need them.
struct Catalogue: Sendable {
    struct Account: Sendable {
        let region: String
        let account: SimulatedAccount
        /// Newest first by start time; equal times by id.
        ///
        /// Source: Dubber API, Recordings (A).
        let recordings: [SimulatedRecording]
    }

    private let regions: [String: [Account]]
    private let audio: [SimulatedAudio: AudioContent]

    /// Checks the configuration and loads the audio that it names.
    init(_ configuration: SimulatorConfiguration, examples: ExampleRecordings) throws(SimulatorError) {
        var regions: [String: [Account]] = [:]
        var audio: [SimulatedAudio: AudioContent] = [:]
        for (name, region) in configuration.regions {
            try Self.check(region, name: name)
            regions[name] = region.accounts.map { account in
                let newestFirst = account.recordings.sorted { ($0.startTime, $0.id) > ($1.startTime, $1.id) }
                return Account(region: name, account: account, recordings: newestFirst)
            }
            for recording in region.accounts.flatMap(\.recordings) where audio[recording.audio] == nil {
                audio[recording.audio] = try AudioContent(recording.audio, examples: examples)
            }
        }
        self.regions = regions
        self.audio = audio
    }

    func knows(region: String) -> Bool {
        regions[region] != nil
    }

    func account(region: String, slug: String) -> Account? {
        regions[region]?.first { $0.account.slug == slug }
    }

    /// Whether any account of the region belongs to the application.
    func knowsKey(region: String, clientID: String) -> Bool {
        regions[region]?.contains { $0.account.clientID == clientID } ?? false
    }

    /// The accounts that the predicate accepts, at most one by the check of credentials.
    func account(region: String, where isMeant: (SimulatedAccount) -> Bool) -> Account? {
        regions[region]?.first { isMeant($0.account) }
    }

    func audio(of recording: SimulatedRecording) -> AudioContent? {
        audio[recording.audio]
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
