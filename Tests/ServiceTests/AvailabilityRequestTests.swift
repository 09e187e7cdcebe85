import DubberSimulator
import Foundation
import TestSupport
import Testing
import Transport

/// What `POST /v1/availability` makes of requests and rows that are not right, and how it streams.
@Suite("Availability requests")
struct AvailabilityRequestTests {
    @Test(
        "a row that cannot be understood is invalid and says why; the others are answered",
        arguments: [
            ("startTime", nil, "startTime"), ("telSysID", nil, "telSysID"), ("startTime", "\"yesterday\"", "startTime"),
            ("startTime", "\"2026-02-30T10:00:00Z\"", "startTime"),
            ("startTime", "\"2026-02-03T25:00:00+01:00\"", "startTime"),
            ("startTime", "\"1970-01-01T00:00:00Z\"", "2000"),
            ("startTime", "\"2199-01-01T00:00:00Z\"", "future"), ("startTime", "1234567890", "startTime"),
            ("durationSeconds", "-1", "durationSeconds"), ("durationSeconds", "99999999", "durationSeconds"),
            ("telSysID", "0", "telSysID"), ("telSysID", "4294967297", "telSysID"), ("telSysID", "1.5", "The row"),
            ("direction", "\"sideways\"", "direction"), ("partIDInTelSys", "-3", "partIDInTelSys"),
            ("segmentID", "\"\"", "segmentID"), ("from", "[]", "from"),
        ] as [(String, String?, String)]
    )
    func badRow(name: String, value: String?, mentioned: String) async throws {
        try await ServiceUnderTest.run { service in
            let bad = SampleRow(2).with([name: value])
            let results = try await service.client.availability([SampleRow(1), bad, SampleRow(1)])
            #expect(results.map(\.state) == ["available", "invalid", "available"])
            #expect(results[1].reason == "invalidSegment")
            #expect(results[1].message.contains(mentioned), "\(results[1].message)")
            #expect(results[1].recordings.isEmpty)
        }
    }

    @Test("a row without a segmentID is answered in its place")
    func noSegmentID() async throws {
        try await ServiceUnderTest.run { service in
            let results = try await service.client.availability([SampleRow(1).with(["segmentID": nil]), SampleRow(1)])
            #expect(results.map(\.segmentID) == [nil, "S-1"])
            #expect(results.map(\.state) == ["invalid", "available"])
        }
    }

    @Test("fields that the API does not know are ignored, and segmentIDs may repeat")
    func unknownFields() async throws {
        try await ServiceUnderTest.run { service in
            let row = SampleRow(1).with(["agent": "{\"name\":\"Pat\"}"])
            let results = try await service.client.availability([row, row])
            #expect(results.map(\.state) == ["available", "available"])
        }
    }

    @Test("a row alone is answered as among many, and so is a row with more commas than rows have", arguments: [0, 30])
    func alone(commas: Int) async throws {
        try await ServiceUnderTest.run { service in
            let row = SampleRow(1).with(["agent": "\"\(String(repeating: ",", count: commas))\""])
            let alone = try await service.client.availability([row])
            let among = try await service.client.availability([row] + (2...40).map { SampleRow($0) })
            #expect(alone.map(\.state) == ["available"])
            #expect(among.count == 40)
            #expect(among[0].segmentID == alone[0].segmentID)
            #expect(among[0].state == alone[0].state)
            #expect(among[0].reason == alone[0].reason)
            #expect(among[0].recordings.map(\.recordingID) == alone[0].recordings.map(\.recordingID))
        }
    }

    @Test("no rows give no results")
    func noRows() async throws {
        try await ServiceUnderTest.run { service in
            let results = try await service.client.availability([])
            #expect(results.isEmpty)
        }
    }

    @Test(
        "a body that is not a request is 400, with what is wrong",
        arguments: [
            ("", "JSON"), ("{", "JSON"), ("[]", "object"), ("null", "object"), ("{\"segments\":[]}", "user"),
            ("{\"user\":\"supervisor\"}", "segments"), ("{\"user\":7,\"segments\":[]}", "user"),
            ("{\"user\":\"supervisor\",\"segments\":{}}", "segments"),
            ("{\"user\":\"supervisor\",\"segments\":[}", "JSON"),
        ]
    )
    func malformed(body: String, mentioned: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.postAvailability(body)
            #expect(answer.status == 400)
            let problem = try answer.problem
            #expect(problem.code == "malformedRequest")
            #expect(problem.detail.contains(mentioned), "\(problem.detail)")
        }
    }

    @Test("rows that are no objects are invalid rows", arguments: ["7", "null", "\"x\"", "[]"])
    func rowOfWrongKind(row: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.postAvailability("{\"user\":\"supervisor\",\"segments\":[\(row)]}")
            #expect(answer.status == 200)
            let results = try answer.decoded(as: AvailabilityAnswer.self).results
            #expect(results.map(\.state) == ["invalid"])
        }
    }

    @Test("a user that nobody knows is 422", arguments: ["application/json", "application/x-ndjson"])
    func unknownUser(accept: String) async throws {
        try await ServiceUnderTest.run { service in
            let body = SampleRow.body([SampleRow()], user: "Supervisor")
            let answer = try await service.client.postAvailability(body, accept: accept)
            #expect(answer.status == 422)
            #expect(try answer.problem.code == "unknownUser")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("1,000 rows are taken, 1,001 are 413")
    func tooManyRows() async throws {
        try await ServiceUnderTest.run { service in
            let thousand = try await service.client.availability((1...1_000).map { SampleRow($0) })
            #expect(thousand.count == 1_000)
            let more = SampleRow.body((1...1_001).map { SampleRow($0) })
            let answer = try await service.client.postAvailability(more)
            #expect(answer.status == 413)
            #expect(try answer.problem.code == "tooManySegments")
        }
    }

    @Test("a body beyond any page is 413 before it is read as JSON")
    func hugeBody() async throws {
        try await ServiceUnderTest.run { service in
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write(
                    "POST /v1/availability HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServiceUnderTest.reportToken)\r\n"
                        + "Content-Length: 1000000000\r\n\r\n"
                )
                let block = String(repeating: " ", count: 1 << 20)
                // The service answers and closes before it has taken all; what cannot be written then is not wanted.
                for _ in 0..<17 { try? await connection.write(block) }
                let answer = try await connection.readAnswer()
                #expect(answer.status == 413)
                #expect(String(decoding: answer.body, as: UTF8.self).contains("\"bodyTooLarge\""))
            }
            #expect(try await service.client.availability([SampleRow()]).first?.state == "available")
        }
    }

    @Test("as NDJSON each result is a line, and the last line says that all are there")
    func ndjson() async throws {
        try await ServiceUnderTest.run { service in
            let rows = [SampleRow(1), SampleRow(5), SampleRow(6).with(["telSysID": nil])]
            let answer = try await service.client.postAvailability(
                SampleRow.body(rows),
                accept: "application/x-ndjson"
            )
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/x-ndjson")
            #expect(answer.text.hasSuffix("\n"))
            let lines = answer.text.split(separator: "\n").map { Data($0.utf8) }
            let last = try #require(lines.last)
            #expect(try JSONDecoder().decode(DoneLine.self, from: last) == DoneLine(done: true, checked: 3))
            let results = try lines.dropLast().map { try JSONDecoder().decode(ResultRow.self, from: $0) }
            let states = Dictionary(uniqueKeysWithValues: results.map { ($0.segmentID, $0.state) })
            #expect(states == ["S-1": "available", "S-5": "notFound", "S-6": "invalid"])
        }
    }

    @Test("as NDJSON a result is sent before a slow provider has answered the others")
    func ndjsonStreams() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), region: "uk1", on: .recordings))
            let rows = [SampleRow(1), SampleRow(900, telSysID: SampleCompany.demonstrationSimulator)]
            let response = try await service.client.open(
                "POST",
                "/v1/availability",
                token: ServiceUnderTest.reportToken,
                headers: [("Accept", "application/x-ndjson")],
                body: Array(SampleRow.body(rows).utf8)
            )
            var text = ""
            for try await chunk in response.body {
                text += String(decoding: chunk, as: UTF8.self)
                if text.split(separator: "\n").count == 1 {
                    #expect(text.contains("\"S-900\""))
                    #expect(!text.contains("\"S-1\""))
                    service.gate.open()
                }
            }
            #expect(text.split(separator: "\n").count == 3)
            #expect(text.contains("\"S-1\""))
        }
    }

    @Test("a page that goes away while it is answered does no harm")
    func pageGoesAway() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), region: "uk1", on: .recordings, times: 1))
            let body = SampleRow.body([SampleRow(1), SampleRow(900, telSysID: SampleCompany.demonstrationSimulator)])
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write(
                    "POST /v1/availability HTTP/1.1\r\nHost: a\r\nAccept: application/x-ndjson\r\n"
                        + "Authorization: Bearer \(ServiceUnderTest.reportToken)\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                _ = try await connection.readHead()
            }
            service.gate.open()
            #expect(try await service.client.availability([SampleRow()]).first?.state == "available")
        }
    }
}
