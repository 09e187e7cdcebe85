import DubberSimulator
import Foundation
import Service
import SliceCache
import Testing
import Transport

/// Stores that answer otherwise than the best do, as listeners hear them.
@Suite("Stores that answer otherwise")
struct StoreOdditiesTests {
    private static func run(
        _ configure: @escaping @Sendable (inout Setup) -> Void = { _ in },
        _ body: @Sendable (ServiceUnderTest, String) async throws -> Void
    ) async throws {
        var setup = Setup()
        configure(&setup)
        try await ServiceUnderTest.run(setup) { try await body($0, try await $0.audioURL()) }
    }

    private static let sizeBytes = Int(SampleCompany.audioBytes)

    @Test("an expired address is replaced, whatever status says so", arguments: [400, 401, 403, 410, 419])
    func expired(status: Int) async throws {
        try await Self.run { service, url in
            service.faults.add(Fault(.error(ErrorFault(status: status)), on: .audio, times: 1))
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 200 && answer.bytes.count == Self.sizeBytes)
            // The simulator signs the same within a second, and an address that was refused just now is left for the other host's.
            let asked = ["uk1", "uk2"].map { service.counts.count(.audio, region: $0) }
            #expect(asked.reduce(0, +) == 2)
        }
    }

    @Test(
        "a store that is busy for a moment is waited for, before the first byte and at a seek",
        arguments: [408, 425, 429, 500, 502, 503, 504],
        [nil, "bytes=100000-100099"]
    )
    func busy(status: Int, seek: String?) async throws {
        try await Self.run { service, url in
            if seek != nil { _ = try await service.client.send("GET", url, headers: [("Range", "bytes=0-1")]) }
            service.faults.add(Fault(.error(ErrorFault(status: status)), on: .audio, times: 1))
            let range = seek.map { [(name: "Range", value: $0)] } ?? []
            let answer = try await service.client.send("GET", url, headers: range)
            #expect(answer.status == (seek == nil ? 200 : 206))
            #expect(answer.bytes.count == (seek == nil ? Self.sizeBytes : 100))
        }
    }

    @Test("a time that is longer than a listener waits is told before the first byte")
    func retryAfter() async throws {
        try await Self.run { service, url in
            service.faults.add(Fault(.error(ErrorFault(status: 503, retryAfterSeconds: 120)), on: .audio))
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] == "120")
            let problem = try answer.problem
            #expect(problem.code == "audioStoreBusy" && problem.retryable)
            service.faults.clear()
            #expect(try await service.client.send("GET", url).status == 200)
        }
    }

    @Test("without patience a busy store is an error at once")
    func impatient() async throws {
        try await Self.run({ $0.configure = { $0.cache.firstByteWaitSeconds = 0 } }) { service, url in
            service.faults.add(Fault(.error(ErrorFault(status: 503)), on: .audio, times: 2))
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 502)
            #expect(try answer.problem.code == "audioStoreUnreachable")
            #expect(service.counts.count(.audio, region: "uk1") == 1)
        }
    }

    @Test("when the day's quota is spent Retry-After tells the reset", arguments: [5_000, nil])
    func quota(seconds: Int?) async throws {
        try await Self.run { service, url in
            let spent = ErrorFault(status: 403, code: 1022, retryAfterSeconds: seconds)
            service.faults.add(Fault(.error(spent), on: .recording))
            func untilReset() -> Int {
                seconds ?? 86_400 - Int(service.clock.now.timeIntervalSince1970) % 86_400
            }
            for _ in 0..<2 {
                let before = untilReset()
                let answer = try await service.client.send("GET", url)
                let after = untilReset()
                #expect(answer.status == 503)
                let told = try #require(answer["Retry-After"].flatMap { Int($0) })
                #expect((min(before, after)...max(before, after)).contains(told), "\(told)")
                #expect(try answer.problem.code == "providerQuotaExhausted")
            }
        }
    }

    @Test("a store that caps its answers is played whole", arguments: [1_000_000, 70_000, 65_536])
    func capped(bytes: Int64) async throws {
        try await Self.run { service, url in
            service.faults.add(Fault(.cappedRange(bytes: bytes)))
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 200 && answer.bytes.count == Self.sizeBytes)
            #expect(answer["Content-Length"] == "\(Self.sizeBytes)")
        }
    }

    @Test(
        "another version on the second host is played when the first is gone, and not an error for ever",
        arguments: [true, false]
    )
    func otherVersion(isMissing: Bool) async throws {
        let other = SampleCompany.recording(audio: .generated(sizeBytes: 150_000, seed: 11))
        try await Self.run({
            $0.second = [other]
            // So that not all of it is here after the first request.
            $0.configure = { $0.cache.firstFetchBytes = $0.cache.sliceBytes }
        }) { service, url in
            _ = try await service.client.send("GET", url, headers: [("Range", "bytes=0-1")])
            let fault = isMissing ? Fault.Kind.error(ErrorFault(status: 404)) : .down
            service.faults.add(Fault(fault, region: "uk1", on: .audio))
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 200 && answer.bytes.count == 150_000)
        }
    }

    @Test(
        "a recording whose store tells no length is played as it comes, and with its length from then on",
        arguments: [nil, "bytes=0-"]
    )
    func noLength(range: String?) async throws {
        try await Self.run { service, url in
            service.faults.add(Fault(.noLength))
            let headers = range.map { [(name: "Range", value: $0)] } ?? []
            let first = try await service.client.send("GET", url, headers: headers)
            #expect(first.bytes.count == Self.sizeBytes)
            #expect(first.status == 200 || first.status == 206)
            if first["Content-Length"] == nil {
                #expect(first.status == 200)
                #expect(first["Accept-Ranges"] == "none")
                #expect(first["Cache-Control"] == "private, no-transform, no-store")
            }
            #expect(first["Content-Type"] == "audio/mpeg")
            let second = try await service.client.send("GET", url, headers: [("Range", "bytes=100-199")])
            #expect(second.status == 206)
            #expect(second["Content-Range"] == "bytes 100-199/\(Self.sizeBytes)")
            #expect(second.bytes.elementsEqual(first.bytes[100..<200]))
            #expect(service.counts.count(.audio, region: "uk1") == 1)
        }
    }

    @Test("who needs the length waits for it", arguments: [("GET", "bytes=0-1"), ("GET", "bytes=-5"), ("HEAD", nil)])
    func lengthWaitedFor(method: String, range: String?) async throws {
        try await Self.run { service, url in
            service.faults.add(Fault(.noLength))
            let headers = range.map { [(name: "Range", value: $0)] } ?? []
            let answer = try await service.client.send(method, url, headers: headers)
            #expect(answer.status == (range == nil ? 200 : 206))
            let length = method == "HEAD" ? Self.sizeBytes : answer.bytes.count
            #expect(answer["Content-Length"] == "\(length)")
        }
    }

    @Test("a body without a length that breaks off for good does not look whole to its listener")
    func noLengthBroken() async throws {
        try await Self.run({ $0.configure = { $0.cache.bodyWaitSeconds = 0 } }) { service, url in
            service.faults.add(Fault(.noLength))
            service.faults.add(Fault(.resetAfter(bytes: 100_000), on: .audio))
            await #expect(throws: TransportError.self) {
                let answer = try await service.client.send("GET", url)
                if answer.status != 200 { throw TransportError.brokenOff }
            }
            service.faults.clear()
            let answer = try await service.client.send("GET", url)
            #expect(answer.bytes.count == Self.sizeBytes)
        }
    }
}
