internal import Foundation
internal import GRDB
internal import Recordings

/// The rows of the recording index: how they are written.
struct RecordingStore: Sendable {
    /// An account not used for so long goes.
    static let unusedKeptSeconds: TimeInterval = 90 * 86_400
    /// Numbers whose lists are remembered, for each account; beyond it those read longest ago go.
    static let maximumNumbers = 1_000

    /// Transactions that who forgets an entry waits for.
    static let sweepsAtOnce = 20

    let database: DubberDatabase
    /// Recordings kept, over all accounts; beyond it the oldest go.
    let maximumRecordings: Int

    /// Takes changes in, all or none.
    ///
    /// - Parameters:
    ///   - changes: in order.
    ///   - isAnew: whether what is kept of the account is forgotten first.
    ///   - key: whose account.
    /// - Throws: what the database throws; nothing is taken in then.
    func take(_ changes: [IndexChange], forgetting isAnew: Bool = false, key: IndexKey) async throws {
        let maximum = maximumRecordings
        let seenAt = changes.map(\.seenAt).max() ?? .distantPast
        try await database.write { database in
            if isAnew, let number = try Self.number(of: key, in: database) {
                try Self.disown("number = ?", arguments: [number], in: database)
            }
            let account = try Self.account(key, usedAt: seenAt, in: database)
            var added = 0
            for change in changes {
                switch change {
                case .learned(let page):
                    added += try Self.learn(page, account: account, in: database)
                case .removed(let id):
                    added -= try Self.remove(id, account: account, in: database)
                case .stranded(let observation, let view):
                    var coverage = try Self.coverage(account: account, view: view, in: database)
                    coverage.strand(observation)
                    try Self.keep(coverage, view: view, account: account, in: database)
                }
            }
            try Self.count(added, account: account, in: database)
            try Self.makeRoom(maximum: maximum, at: seenAt, in: database)
        }
    }

    /// Forgets an entry at once; its rows go in good time.
    func forget(_ entry: CallRecIntGUID) async throws {
        try await database.write { database in
            try Self.disown("callRecIntGUID = ?", arguments: [entry.rawValue], in: database)
        }
        try await sweep(atMost: Self.sweepsAtOnce)
    }

    /// Forgets an account.
    func forget(_ key: IndexKey) async throws {
        try await database.write { database in
            if let number = try Self.number(of: key, in: database) {
                try Self.disown("number = ?", arguments: [number], in: database)
            }
        }
    }

    /// - Returns: how many recordings more there are.
    private static func learn(_ page: LearnedPage, account: Int64, in database: Database) throws -> Int {
        let writing = try RecordingWriting(account: account, in: database)
        var added = 0
        for recording in page.recordings where try writing.write(recording, seenAt: page.seenAt) { added += 1 }
        if let shown = page.shown, let observation = page.observation {
            added -= try prune(page, shown: shown, notSeenSince: observation.asOf, account: account, in: database)
        }
        if let observation = page.observation {
            var coverage = try coverage(account: account, view: page.view, in: database)
            coverage.record(observation)
            try keep(coverage, view: page.view, account: account, in: database)
        }
        return added
    }

    /// - Returns: how many went.
    private static func prune(
        _ page: LearnedPage,
        shown: Range<Date>,
        notSeenSince: Date,
        account: Int64,
        in database: Database
    ) throws -> Int {
        let selection = try database.cachedStatement(
            sql: """
                SELECT \(KnownRecording.columns), recording.number FROM recording INDEXED BY recordingByStart
                WHERE account = ? AND startTime >= ? AND startTime < ? AND seenAt < ?
                """
        )
        let arguments: StatementArguments = [
            account, shown.lowerBound.stored, shown.upperBound.stored, notSeenSince.stored,
        ]
        let rows = try Row.fetchAll(selection, arguments: arguments)
        var gone = 0
        for row in rows {
            let known = try KnownRecording(row)
            if page.hasLost(known.recording, seenAt: known.seenAt) {
                try delete(known.recording, number: row["number"], account: account, in: database)
                gone += 1
            }
        }
        return gone
    }

    private static func remove(_ id: RecordingID, account: Int64, in database: Database) throws -> Int {
        let rows = try rows(of: id, account: account, in: database)
        for (known, number) in rows {
            try delete(known.recording, number: number, account: account, in: database)
        }
        return rows.count
    }

    /// Removes a row and what leads to it.
    static func delete(_ recording: Recording, number: Int64, account: Int64, in database: Database) throws {
        let deletion = try database.cachedStatement(sql: "DELETE FROM recording WHERE number = ?")
        try deletion.execute(arguments: [number])
        let untracking = try database.cachedStatement(
            sql: "DELETE FROM recordingTracking WHERE account = ? AND span = ? AND trackingKey = ? AND recording = ?"
        )
        for key in recording.furtherTrackingKeys {
            let span = RecordingSpan.number(of: recording.startTime)
            try untracking.execute(arguments: [account, span, key.rawValue, number])
        }
    }

    private static func count(_ added: Int, account: Int64, in database: Database) throws {
        let addition = try database.cachedStatement(
            sql: "UPDATE recordingAccount SET recordings = max(0, recordings + ?) WHERE number = ?"
        )
        try addition.execute(arguments: [added, account])
    }
}

extension IndexChange {
    /// When the provider was asked for what it tells.
    fileprivate var seenAt: Date {
        switch self {
        case .learned(let page): page.seenAt
        case .removed: .distantPast
        case .stranded(let observation, _): observation.extendedAt
        }
    }
}
