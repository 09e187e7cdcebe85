import Foundation
import Recordings
import Registry
import Sharing
import Testing
import WebServices

struct MutatedDocumentTests {
    /// Requests that would change something, or end the session, if a mutation left them in force: with a session that is not signed in,
    /// none may.
    private static let seeds = [
        PageSamples.addRequest, PageSamples.changeRequest, PageSamples.deleteRequest, PageSamples.listRequest,
        PageSamples.infoRequest,
        SOAPTests.envelope(SOAPTests.soap11, "<Execute>\(PageSamples.deleteRequest)</Execute>"),
        SOAPTests.envelope(SOAPTests.soap12, "<Execute><![CDATA[\(PageSamples.addRequest)]]></Execute>"),
        "<?xml version='1.0' encoding='utf-8'?><!-- c -->\(PageSamples.infoRequest)",
    ]
    private static let parts = [
        "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "<!DOCTYPE r [<!ENTITY x 'y'>]>", "&x;", "&#0;", "&#x1F600;",
        "<?",
        "?>", "\"", "'", "</Request>", "<Request>", "<Property Name='", "Name=\"CallRecIntGUID\"", "\u{0}", "é",
        " xmlns='u'",
        "99999999999", "-1", "<Container>", "SessionID",
    ]

    @Test("Two thousand random and mutated documents change nothing, and each gets an answer that is XML")
    func mutated() async throws {
        let seed = UInt64(20_261_123)
        var generator = SeededGenerator(seed: seed)
        let service = try ServiceUnderTest()
        let session = try await service.call("CreateSession", session: nil).property("SessionID")
        let generation = service.registry.generation
        let entries = service.registry.snapshot.entries
        var statuses: [Int: Int] = [:]
        for number in 0..<2_000 {
            let document = Self.document(&generator, session: session)
            let answer = await service.post(document, contentType: nil)
            statuses[answer.status, default: 0] += 1
            #expect([200, 400, 500].contains(answer.status), "seed \(seed), document \(number)")
            #expect(throws: Never.self, "seed \(seed), document \(number)") { try SampleElement.read(answer.body) }
        }
        #expect(service.registry.generation == generation)
        #expect(service.registry.snapshot.entries == entries)
        #expect(try await service.registry.auditRows(limit: 1).isEmpty)
        #expect((statuses[200] ?? 0) > 100, "some still are requests: \(statuses)")
        #expect((statuses[400] ?? 0) > 100)
    }

    @Test("Mutated changes of a signed-in administrator are made whole or not at all")
    func mutatedChanges() async throws {
        let seed = UInt64(7)
        var generator = SeededGenerator(seed: seed)
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let valid = "<Property Name='Description'>whole</Property>"
        let container =
            "<Container Name='APICommunicationSettings'><Property Name='APIParameter1'>whole</Property></Container>"
        let request = CodeScenario.request(
            "CallRecIntChange",
            CodeScenario.property("CallRecIntGUID", "wide") + valid + container,
            session: session
        )
        for number in 0..<500 {
            let before = service.registry.snapshot.entries
            let answer = await service.post(Self.mutate(Array(request.utf8), &generator), contentType: nil)
            let isDone = String(decoding: answer.body, as: UTF8.self).contains("Result=\"Success\"")
            if !isDone {
                #expect(service.registry.snapshot.entries == before, "seed \(seed), document \(number)")
            }
        }
    }

    private static func document(_ generator: inout SeededGenerator, session: String) -> [UInt8] {
        if Int.random(in: 0..<10, using: &generator) == 0 {
            return (0..<Int.random(in: 0..<400, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
        }
        let sample = seeds.randomElement(using: &generator) ?? ""
        return mutate(Array(sample.replacing(PageSamples.sessionID, with: session).utf8), &generator)
    }

    private static func mutate(_ document: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var document = document
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...document.count, using: &generator)
            let end = min(document.count, place + Int.random(in: 0..<40, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: document.removeSubrange(place..<end)
            case 1: document.insert(contentsOf: (parts.randomElement(using: &generator) ?? "").utf8, at: place)
            case 2: document.insert(contentsOf: Array(document[place..<end]), at: place)
            case 3 where place < document.count: document[place] = UInt8.random(in: .min ... .max, using: &generator)
            default: document.removeSubrange(end...)
            }
        }
        return document
    }
}
