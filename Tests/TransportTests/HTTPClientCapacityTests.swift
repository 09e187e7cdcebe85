import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientCapacityTests {
    @Test func `200 transfers run side by side`() async throws {
        let many = LaneLimits(running: 256, runningPerHost: 256, runningPerParty: 256, waiting: 0)
        try await withClientAndProvider(.forLoopback { $0.calls = many }) { client, provider in
            let barrier = Barrier()
            provider.on("GET", "/*") { request in
                ScriptedReply([.wait(barrier)] + ScriptedReply.bytes(200, Array(request.path.utf8)).steps)
            }
            let url = provider.baseURL
            let bodies = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let request = HTTPRequest(url: "\(url)/\(number)", limits: .generous { _ in })
                        let response = try await client.send(request)
                        return String(decoding: try await response.body.collect(upTo: 100), as: UTF8.self)
                    }
                }
                await provider.waitForRequests(200)
                barrier.open()
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(bodies == Set((0..<200).map { "/\($0)" }))
            #expect(provider.openedConnections == 200)
        }
    }

    @Test func `no more connections are opened to a host than allowed`() async throws {
        try await withClientAndProvider(.forLoopback { $0.calls.runningPerHost = 4 }) { client, provider in
            provider.on("GET", "/") { _ in .bytes(200, [1]) }
            let url = provider.baseURL + "/"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let response = try await client.send(HTTPRequest(url: url, limits: .generous { _ in }))
                        _ = try await response.body.collect(upTo: 1)
                    }
                }
                try await group.waitForAll()
            }
            #expect(provider.requests.count == 100)
            #expect(provider.openedConnections <= 4)
        }
    }

    @Test func `a full waiting room refuses at once`() async throws {
        let configuration = HTTPClientConfiguration.forLoopback {
            $0.calls.running = 1
            $0.calls.waiting = 1
            $0.calls.wait = .seconds(60)
        }
        try await withClientAndProvider(configuration) { client, provider in
            let barrier = Barrier()
            provider.on("GET", "/") { _ in ScriptedReply([.wait(barrier)] + ScriptedReply.bytes(200).steps) }
            let request = HTTPRequest(url: provider.baseURL + "/", limits: .generous { _ in })
            async let first = client.send(request).status
            await provider.waitForRequests(1)
            async let second = client.send(request).status
            try await until(client.activity.waiting, is: 1)
            await #expect(throws: TransportError.overloaded) { try await client.send(request) }
            barrier.open()
            let statuses = try await [first, second]
            #expect(statuses == [200, 200])
            #expect(provider.requests.count == 2)
        }
    }

    @Test func `a wait that is too long ends as overload`() async throws {
        let configuration = HTTPClientConfiguration.forLoopback {
            $0.calls.running = 1
            $0.calls.wait = .milliseconds(20)
        }
        try await withClientAndProvider(configuration) { client, provider in
            provider.reply { _ in .stall }
            let request = HTTPRequest(url: provider.baseURL, limits: .generous { _ in })
            let first = Task { try await client.send(request).status }
            await provider.waitForRequests(1)
            await #expect(throws: TransportError.overloaded) { try await client.send(request) }
            first.cancel()
            _ = await first.result
        }
    }

    @Test(arguments: TransferLane.allCases)
    func `a crowd in one lane leaves the other its places, on the same host too`(lane: TransferLane) async throws {
        let few = LaneLimits(running: 2, runningPerHost: 2, runningPerParty: 2, waiting: 20, wait: .seconds(60))
        let configuration = HTTPClientConfiguration.forLoopback { ($0.calls, $0.audio) = (few, few) }
        try await withClientAndProvider(configuration) { client, provider in
            let barrier = Barrier()
            provider.on("GET", "/crowd") { _ in ScriptedReply([.wait(barrier)] + ScriptedReply.bytes(200).steps) }
            provider.on("GET", "/other") { _ in .bytes(200) }
            let url = provider.baseURL
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let claim = TransferClaim(lane: lane)
                        let request = HTTPRequest(url: url + "/crowd", limits: .generous { _ in }, claim: claim)
                        return try await client.send(request).status
                    }
                }
                try await until(client.activity(of: lane).waiting, is: 8)
                #expect(client.activity(of: lane).running == 2)
                for other in TransferLane.allCases where other != lane {
                    let claim = TransferClaim(lane: other)
                    let request = HTTPRequest(url: url + "/other", limits: .generous { _ in }, claim: claim)
                    let status = try await client.send(request).status
                    #expect(status == 200)
                }
                barrier.open()
                for try await status in group { #expect(status == 200) }
            }
        }
    }

    @Test func `what somebody comes to wait for goes before what came first`() async throws {
        let configuration = HTTPClientConfiguration.forLoopback { $0.audio.running = 1 }
        try await withClientAndProvider(configuration) { client, provider in
            let barrier = Barrier()
            provider.on("GET", "/*") { _ in ScriptedReply([.wait(barrier)] + ScriptedReply.bytes(200).steps) }
            let url = provider.baseURL
            func ask(_ path: String, _ haste: TransferHaste? = nil) -> Task<Int, any Error> {
                Task {
                    let claim = TransferClaim(lane: .audio, haste: haste)
                    let request = HTTPRequest(url: url + path, limits: .generous { _ in }, claim: claim)
                    return try await client.send(request).status
                }
            }
            var tasks = [ask("/first")]
            await provider.waitForRequests(1)
            let hastes = (0..<3).map { _ in TransferHaste(isNeeded: false) }
            for (number, haste) in hastes.enumerated() {
                tasks.append(ask("/ahead\(number)", haste))
                try await until(client.activity.waiting, is: number + 1)
            }
            tasks.append(ask("/needed"))
            try await until(client.activity.waiting, is: 4)
            hastes[1].hurry()
            hastes[1].hurry()
            // Hurried before it is sent for.
            let late = TransferHaste(isNeeded: false)
            late.hurry()
            tasks.append(ask("/late", late))
            try await until(client.activity.waiting, is: 5)
            barrier.open()
            for task in tasks {
                let status = try await task.value
                #expect(status == 200)
            }
            #expect(provider.requests.map(\.path) == ["/first", "/needed", "/ahead1", "/late", "/ahead0", "/ahead2"])
        }
    }

    @Test func `transfers of ranges one after another use one connection`() async throws {
        try await withClientAndProvider { client, provider in
            let audio = [UInt8](repeating: 7, count: 1_000_000)
            provider.on("GET", "/") { .file(audio, for: $0) }
            for number in 0..<20 {
                let range = "bytes=\(number * 50_000)-\(number * 50_000 + 49_999)"
                let request = HTTPRequest(
                    url: provider.baseURL + "/",
                    headers: [("Range", range)],
                    limits: .generous { _ in },
                    claim: TransferClaim(lane: .audio)
                )
                let part = try await client.send(request).body.collect(upTo: 50_000)
                #expect(part.count == 50_000)
            }
            #expect(provider.openedConnections == 1)
        }
    }

    @Test func `shutdown ends what is under way and refuses what comes after`() async throws {
        let provider = try await ScriptedProvider.start()
        let client = try HTTPClient(configuration: .forLoopback(), logger: .quiet)
        provider.on("GET", "/silent") { _ in .stall }
        provider.on("GET", "/half") { .file([1, 2, 3, 4], for: $0, tweaks: [.stallAfter(2)]) }
        let url = provider.baseURL
        await withTaskGroup(of: TransportError?.self) { group in
            for path in ["/silent", "/half", "/silent", "/half", "/silent"] {
                group.addTask {
                    do throws(TransportError) {
                        let request = HTTPRequest(url: url + path, limits: .generous { _ in })
                        _ = try await client.send(request).body.collect(upTo: 10)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            await provider.waitForRequests(5)
            await client.shutdown()
            let errors = await group.reduce(into: []) { $0.append($1) }
            #expect(errors == Array(repeating: .stopped, count: 5))
        }
        await provider.waitForClosedConnections(5)
        await #expect(throws: TransportError.stopped) { try await client.send(HTTPRequest(url: url)) }
        await client.shutdown()
        await provider.stop()
    }

    @Test func `a client that is let go of closes its connections`() async throws {
        let provider = try await ScriptedProvider.start()
        provider.reply { _ in .bytes(200) }
        do {
            let client = try HTTPClient(configuration: .forLoopback(), logger: .quiet)
            _ = try await client.send(HTTPRequest(url: provider.baseURL))
        }
        await provider.waitForClosedConnections(1)
        await provider.stop()
    }
}
