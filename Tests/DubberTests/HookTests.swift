import Dubber
import Foundation
import Recordings
import TestSupport
import Testing

@Suite("Webhooks")
struct HookTests {
    let account = ScriptedAccount(
        region: "uk1",
        items: [ScriptedAccount.Item(id: "1", start: TestClock.start - 3_000, callID: "old")]
    )

    func event(_ kind: String, _ id: String, host: String = "https://api.dubber.net/au") throws -> DubberHookEvent {
        let body = #"{"notification_url":"n","event_type":"\#(kind)","resource_url":"\#(host)/v1/recordings/\#(id)"}"#
        return try #require(DubberHookEvent(Array(body.utf8)))
    }

    @Test("An event clears a negative answer at once, and the head is read in the background")
    func clears() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let late = Samples.segment(start: bench.clock.now - 900, duration: 60, callID: "late")
            #expect(await bench.find(late)?.outcome == .notFound)
            account.add(ScriptedAccount.Item(id: "9", start: bench.clock.now - 900, callID: "late"))
            bench.clock.advance(by: .seconds(60))
            #expect(await bench.find(late)?.outcome == .notFound)
            #expect(bench.count(account.listPath) == 1)
            let work = try #require(bench.dubber.notice(try event("recording.create", "9"), entry: bench.entry()))
            #expect(await bench.find(late, probe: .cached)?.outcome != .processing(retryAfterSeconds: 10))
            await work()
            #expect(bench.count(account.listPath) == 2)
            #expect(await bench.find(late)?.foundIDs == ["9"])
            #expect(bench.count(account.listPath) == 2)
        }
    }

    @Test("Without the background work the next question reads the head")
    func clearsWithoutWork() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let late = Samples.segment(start: bench.clock.now - 900, duration: 60, callID: "late")
            _ = await bench.find(late)
            account.add(ScriptedAccount.Item(id: "9", start: bench.clock.now - 900, callID: "late"))
            bench.clock.advance(by: .seconds(60))
            _ = bench.dubber.notice(try event("recording.create", "9"), entry: bench.entry())
            #expect(await bench.find(late)?.foundIDs == ["9"])
        }
    }

    @Test("Many events in a minute read the head once")
    func throttled() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            for number in 0..<20 {
                bench.clock.advance(by: .seconds(1))
                await bench.dubber.notice(try event("recording.create", "\(500 + number)"), entry: bench.entry())?()
            }
            #expect(bench.count(account.listPath) == 1)
            bench.clock.advance(by: .seconds(60))
            await bench.dubber.notice(try event("recording.create", "700"), entry: bench.entry())?()
            #expect(bench.count(account.listPath) == 2)
        }
    }

    @Test("A known recording's update is looked up; one that is gone leaves the index")
    func updates() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let segment = Samples.segment(start: TestClock.start - 3_000, callID: "old")
            #expect(await bench.find(segment)?.foundIDs == ["1"])
            let update = try event("recording.update", "1")
            await bench.dubber.notice(update, entry: bench.entry())?()
            #expect(bench.count(account.detailPath + "1") == 1)
            #expect(await bench.find(segment)?.foundIDs == ["1"])
            account.remove("1")
            await bench.dubber.notice(update, entry: bench.entry())?()
            #expect(await bench.find(segment, probe: .cached)?.foundIDs == [])
        }
    }

    @Test("An event of the second host's recordings goes to the second host")
    func secondHost() async throws {
        let second = ScriptedAccount(region: "uk2")
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            second.serve(on: bench.peer)
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            let event = try event("recording.create", "5", host: "\(bench.peer.baseURL)/uk2")
            await bench.dubber.notice(event, entry: entry)?()
            #expect(bench.count(second.listPath) == 1)
            #expect(bench.count(account.listPath) == 0)
        }
    }

    @Test(
        "Any success activates a notification",
        arguments: [(200, "OK"), (201, ""), (202, "<html/>"), (204, ""), (200, "[]")]
    )
    func activatesInAnyWords(status: Int, body: String) async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            ScriptedAccount(region: "uk2").serve(on: bench.peer)
            let path = "/v1/notifications/n-1/activate"
            bench.peer.on("POST", "/uk1" + path) { _ in .json(status, body) }
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            await bench.dubber.activate(notification: "n-1", hookSecret: Secret("s3"), entry: entry)
            #expect(bench.count("/uk1" + path) == 1)
            #expect(bench.count("/uk2" + path) == 0)
        }
    }

    @Test("A notification is activated with the secret that came")
    func activates() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("POST", "/uk1/v1/notifications/n-1/activate") { _ in .json(200, "{}") }
            await bench.dubber.activate(notification: "n-1", hookSecret: Secret("s3"), entry: bench.entry())
            let request = try #require(bench.peer.requests.last)
            #expect(request.path == "/uk1/v1/notifications/n-1/activate")
            #expect(request.headers["X-Hook-Secret"] == "s3")
            #expect(request.headers["Authorization"] == "Bearer token-1")
        }
    }

    @Test(
        "What is no event is not taken for one",
        arguments: [
            "", "{}", "[]", #"{"event_type":"recording.create"}"#,
            #"{"event_type":"recording.burn","resource_url":"https://h/v1/recordings/1"}"#,
            #"{"event_type":"recording.create","resource_url":"https://h/v1/recordings/.."}"#,
            #"{"event_type":"recording.create","resource_url":""}"#,
        ]
    )
    func noEvent(body: String) {
        #expect(DubberHookEvent(Array(body.utf8)) == nil)
    }

    @Test(
        "A handshake's body may name its notification",
        arguments: [
            (#"{"notification_url":"https://h/v1/notifications/n-1"}"#, "n-1"), (#"{"id":"abc"}"#, "abc"),
            (#"{"id":12}"#, "12"), ("{}", nil), ("", nil), (#"{"id":"a b"}"#, nil), (#"{"id":".."}"#, nil),
        ]
    )
    func notification(body: String, id: String?) {
        #expect(DubberHookEvent.notificationID(in: Array(body.utf8)) == id)
    }
}
