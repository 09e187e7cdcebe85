import Foundation
import GRDB
import PlaybackAudit
import Recordings
import Testing

@Suite struct PlaybackAuditTests {
    /// Plays a recording of 1,000 bytes wholly, in one answer.
    private static func play(_ key: PlaybackKey, on audit: PlaybackAudit, at now: Date) async throws {
        let playback = try await audit.open(key, sizeBytes: 1_000, range: 0..<1_000)
        #expect(playback.hold())
        playback.answered(0..<1_000, now: now)
    }

    @Test("A playback is one event, however many answers it has")
    func oneEvent() async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            let key = try AuditFolder.key()
            for range in [0..<100, 100..<200, 700..<900] as [Range<Int64>] {
                let playback = try await audit.open(key, sizeBytes: 1_000, range: range)
                #expect(playback.hold())
                playback.begin(range, now: folder.now)
                playback.sent(range, now: folder.now)
                playback.end(now: folder.now)
            }
            let open = try await audit.page(AuditQuery()).events
            #expect(open.map(\.outcome) == ["open"])
        }
        let audit = try folder.audit()
        defer { audit.close() }
        let events = try await audit.page(AuditQuery()).events
        let event = try #require(events.first)
        #expect(events.count == 1)
        #expect(event.user == "supervisor" && event.address == "192.0.2.1" && event.recordingID == "041")
        #expect(event.ranges == ["0-199", "700-899"])
        #expect(event.requests == 3 && event.seeks == 1 && event.sentBytes == 400)
        #expect(event.outcome == "part" && event.endedAt != nil)
    }

    @Test("A thousand beginnings at once all have their own row, and the same playback only one")
    func together() async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<1_000 {
                    tasks.addTask { try await Self.play(AuditFolder.key(number / 2), on: audit, at: folder.now) }
                }
                try await tasks.waitForAll()
            }
            let events = try await audit.page(AuditQuery()).events
            #expect(events.count == 500)
            #expect(Set(events.map(\.recordingID)).count == 500)
        }
        #expect(try await folder.verify().isIntact)
    }

    @Test("A playback ends after its idle time, and what comes later is another one")
    func idle() async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            let key = try AuditFolder.key()
            try await Self.play(key, on: audit, at: folder.now)
            let paused = try await audit.open(AuditFolder.key(2), sizeBytes: 10, range: 0..<10)
            #expect(paused.hold())
            paused.begin(0..<10, now: folder.now)
            folder.advance(seconds: 301)
            audit.sweep()
            #expect(audit.playback(key) == nil)
            // An answer is under way: a listener who pauses is still listening.
            #expect(audit.playback(paused.key) === paused)
            try await Self.play(key, on: audit, at: folder.now)
        }
        let audit = try folder.audit()
        defer { audit.close() }
        let events = try await audit.page(AuditQuery()).events
        #expect(events.map(\.recordingID) == ["041", "042", "041"])
        #expect(events.allSatisfy { $0.endedAt != nil })
    }

    @Test("At the limit the playbacks that are idle longest end early")
    func limit() async throws {
        let folder = try AuditFolder()
        var limits = PlaybackAudit.Limits()
        limits.maximumOpen = 2
        try await folder.run(limits) { audit in
            for number in 1...3 {
                folder.advance(seconds: 1)
                try await Self.play(AuditFolder.key(number), on: audit, at: folder.now)
            }
            #expect(try audit.playback(AuditFolder.key(1)) == nil)
            #expect(audit.openCount == 2)
            for number in 2...3 {
                #expect(try audit.playback(AuditFolder.key(number))?.hold() == true)
            }
            await #expect(throws: AuditError.tooManyPlaybacks) {
                _ = try await audit.open(AuditFolder.key(4), sizeBytes: 10, range: 0..<10)
            }
        }
    }

    @Test("A playback that a dead process left open is ended as unknown at the next start")
    func forgotten() async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            _ = try await audit.open(AuditFolder.key(), sizeBytes: 1_000, range: 0..<500)
            // As kill -9 leaves it: the beginning is on the disk, the ending is not.
            try folder.bytes("audit.head").write(to: URL(filePath: folder.path + "/killed-head"))
            try FileManager.default.copyItem(atPath: audit.path, toPath: folder.path + "/killed")
            if FileManager.default.fileExists(atPath: audit.path + "-wal") {
                try FileManager.default.copyItem(atPath: audit.path + "-wal", toPath: folder.path + "/killed-wal")
            }
        }
        let killed = try AuditFolder()
        try folder.bytes("audit.key").write(to: URL(filePath: killed.path + "/audit.key"))
        try FileManager.default.moveItem(atPath: folder.path + "/killed-head", toPath: killed.path + "/audit.head")
        try FileManager.default.moveItem(atPath: folder.path + "/killed", toPath: killed.file)
        try? FileManager.default.moveItem(atPath: folder.path + "/killed-wal", toPath: killed.file + "-wal")
        try await killed.run { _ in }
        let audit = try killed.audit()
        defer { audit.close() }
        let event = try #require(try await audit.page(AuditQuery()).events.first)
        #expect(event.outcome == "unknown" && event.endedAt != nil)
        #expect(try await killed.verify().isIntact)
    }

    @Test("Refused requests of one kind are one event with their count, and name nobody who proved nothing")
    func refusals() async throws {
        let folder = try AuditFolder()
        let recording = try #require(RecordingID("041"))
        try await folder.run { audit in
            for user in [nil, nil, "supervisor"] {
                audit.notPlayed(
                    code: user == nil ? "signatureInvalid" : "urlExpired",
                    user: user,
                    entry: CallRecIntGUID("entry"),
                    recording: recording,
                    address: "192.0.2.1",
                    isDownload: false
                )
            }
        }
        let audit = try folder.audit()
        defer { audit.close() }
        let events = try await audit.page(AuditQuery()).events.sorted { $0.requests > $1.requests }
        #expect(events.map(\.code) == ["signatureInvalid", "urlExpired"])
        #expect(events.map(\.requests) == [2, 1])
        #expect(events.map(\.user) == [nil, "supervisor"])
        #expect(events.map(\.recordingID) == ["", "041"])
        #expect(events.allSatisfy { $0.kind == .notPlayed && $0.sentBytes == 0 })
    }

    @Test("A disk that takes nothing lets nothing be played")
    func unwritable() async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            try await Self.play(AuditFolder.key(1), on: audit, at: folder.now)
            try folder.tamper("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk full'); END")
            await #expect(throws: AuditError.notWritable(problem: "disk full")) {
                _ = try await audit.open(AuditFolder.key(2), sizeBytes: 10, range: 0..<10)
            }
            folder.advance(seconds: 301)
            audit.sweep()
            try folder.tamper("DROP TRIGGER full")
            // The ending that found no room was kept, and comes with the next row.
            try await Self.play(AuditFolder.key(2), on: audit, at: folder.now)
            #expect(audit.lostRows == 0)
        }
        let audit = try folder.audit()
        defer { audit.close() }
        let events = try await audit.page(AuditQuery()).events
        #expect(events.map(\.outcome) == ["whole", "whole"])
    }
}
