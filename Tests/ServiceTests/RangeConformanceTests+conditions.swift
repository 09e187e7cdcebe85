import DubberSimulator
import Foundation
import Testing

extension RangeConformanceTests {
    @Test("39: If-None-Match with the tag is 304, also with Range", arguments: Situation.all)
    func ifNoneMatch(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            for (range, value) in [
                (nil, playback.tag), ("bytes=0-1", playback.tag), (nil, "\"other\", W/\(playback.tag)"), (nil, "*"),
            ] {
                let answer = try await playback.get(range, headers: [("If-None-Match", value)])
                #expect(answer.status == 304, "\(value)")
                #expect(answer.bytes.isEmpty)
                #expect(answer["ETag"] == playback.tag)
                #expect(answer["Cache-Control"] != nil)
                #expect(answer["Content-Range"] == nil)
            }
            try await playback.expectWhole(headers: [("If-None-Match", "\"other\"")])
        }
    }

    @Test("40: If-Modified-Since with the date is 304, and ignored beside If-None-Match", arguments: Situation.all)
    func ifModifiedSince(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let date = try #require(try await playback.get(method: "HEAD")["Last-Modified"])
            #expect(try await playback.get(headers: [("If-Modified-Since", date)]).status == 304)
            #expect(try await playback.get("bytes=0-1", headers: [("If-Modified-Since", date)]).status == 304)
            let earlier = "Thu, 01 Jan 2015 00:00:00 GMT"
            try await playback.expectWhole(headers: [("If-Modified-Since", earlier)])
            try await playback.expectWhole(headers: [("If-Modified-Since", date), ("If-None-Match", "\"other\"")])
        }
    }

    @Test("41: If-Range with the tag is 206", arguments: Situation.all)
    func ifRangeTag(situation: Situation) async throws {
        try await Playback.run(situation) {
            try await $0.expect("bytes=100-199", is: 100..<200, headers: [("If-Range", $0.tag)])
        }
    }

    @Test("42: If-Range with another tag is 200", arguments: Situation.all)
    func ifRangeOther(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            try await playback.expectWhole("bytes=100-199", headers: [("If-Range", "\"other\"")])
            try await playback.expectWhole("bytes=900000-", headers: [("If-Range", "\"other\"")])
        }
    }

    @Test("43: If-Range with a weak tag is 200", arguments: Situation.all)
    func ifRangeWeak(situation: Situation) async throws {
        try await Playback.run(situation) {
            try await $0.expectWhole("bytes=0-1", headers: [("If-Range", "W/\($0.tag)")])
        }
    }

    @Test("44: If-Range with the exact date is 206, with any other 200", arguments: Situation.all)
    func ifRangeDate(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let date = try #require(try await playback.get(method: "HEAD")["Last-Modified"])
            try await playback.expect("bytes=0-1", is: 0..<2, headers: [("If-Range", date)])
            for other in ["Thu, 01 Jan 2015 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday"] {
                try await playback.expectWhole("bytes=0-1", headers: [("If-Range", other)])
            }
        }
    }

    @Test("45: If-Range without Range is ignored", arguments: Situation.all)
    func ifRangeAlone(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            try await playback.expectWhole(headers: [("If-Range", playback.tag)])
            try await playback.expectWhole(headers: [("If-Range", "\"other\"")])
        }
    }

    @Test("46: If-Match with another tag is 412", arguments: Situation.all)
    func ifMatch(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            for range in [nil, "bytes=0-1"] {
                let answer = try await playback.get(range, headers: [("If-Match", "\"other\"")])
                #expect(answer.status == 412)
                #expect(answer["Content-Range"] == nil)
                #expect(answer.bytes.allSatisfy { $0 < 0x80 })
            }
            try await playback.expect("bytes=0-1", is: 0..<2, headers: [("If-Match", playback.tag)])
            try await playback.expectWhole(headers: [("If-Match", "*")])
        }
    }

    @Test("47: the tag is the same on another instance and from the other host", arguments: Wire.allCases)
    func sameTag(wire: Wire) async throws {
        var setup = Setup()
        setup.wire = wire
        let (first, second) = (try DataFolder(), try DataFolder())
        try await RunningSimulator.run(setup) { [setup] provider in
            try await ServiceUnderTest.run(setup, over: provider, in: first) { service in
                let one = try await service.client.send("GET", try await service.audioURL())
                #expect(provider.simulator.counters.snapshot.count(.audio, region: "uk2") == 0)
                provider.simulator.faults.add(.init(.down, region: "uk1"))
                try await ServiceUnderTest.run(setup, over: provider, in: second) { service in
                    let other = try await service.client.send("GET", try await service.audioURL())
                    #expect(provider.simulator.counters.snapshot.count(.audio, region: "uk2") == 1)
                    #expect(other["ETag"] == one["ETag"])
                    #expect(one["ETag"] != nil)
                    #expect(other.bytes == one.bytes)
                }
            }
        }
    }
}
