import Foundation
import Recordings
import Registry
import Service
import Testing

/// A name in another spelling is the registry's own from there on.
@Suite("Spellings of names")
struct NameSpellingTests {
    private struct Events: Decodable {
        struct Event: Decodable {
            let user: String?
            let callRecIntGUID: String?
        }
        let events: [Event]
    }

    private func events(_ query: String, of service: ServiceUnderTest) async throws -> [Events.Event] {
        try await service.client.asAdmin("GET", "/v1/audit?\(query)").decoded(as: Events.self).events
    }

    static let names: [(known: String, asked: String)] = [
        ("Kim", "\u{212A}im"), ("Åsa", "A\u{30A}sa"), ("Zoe\u{308}", "Zoë"), ("a;b", "a\u{37E}b"),
    ]

    @Test("What is asked for in one spelling is signed, played and audited in the registry's", arguments: names)
    func played(_ known: String, _ asked: String) async throws {
        try await ServiceUnderTest.run { service in
            let json = #"""
                {"users":[{"username":"\#(known)","scope":{"telSysID":\#(SampleCompany.headOffice)},
                "recordingPlayback":"\#(SampleCompany.office)"}]}
                """#
            try service.registry.importFile(Data(json.utf8))
            let row = try await service.client.availability([SampleRow()], user: asked).first
            let url = try #require(row?.recordings.first?.audioURL)
            let escaped = try #require(known.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let escapedAsked = try #require(asked.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            #expect(url.contains("user=\(escaped)&"), "\(url)")
            #expect(try await service.client.send("GET", url).status == 200)
            for spelling in [escaped, escapedAsked] {
                let found = try await events("user=\(spelling)", of: service)
                #expect(found.count == 1)
                #expect(found.first?.user?.hasSameBytes(as: known) == true)
            }
            // A signature is of bytes.
            let other = url.replacing("user=\(escaped)&", with: "user=\(escapedAsked)&")
            #expect(try await service.client.send("GET", other).status == 403)
            let why = try await service.client.asAdmin("GET", SampleRow().query(user: escapedAsked, probe: "none"))
            #expect(why.status == 200)
        }
    }

    @Test("An entry's GUID in another spelling is no entry's")
    func entries() async throws {
        try await ServiceUnderTest.run { service in
            let guid = "4K:-7"
            let json = #"{"callRecInts":[{"callRecIntGUID":"\#(guid)","callRecIntType":"Dubber","description":"K"}]}"#
            try service.registry.importFile(Data(json.utf8))
            for (spelling, status) in [("4%E2%84%AA:-7", 404)] {
                let answer = try await service.client.asAdmin("GET", "/v1/audio/\(spelling)/041")
                #expect(answer.status == status)
            }
            #expect(try await events("", of: service).isEmpty)
        }
    }
}
