import ExampleCompany
import Recordings
import Registry
import Testing
import WebServices

/// The page's five requests as they stand, but for the session, and the page's answers.
struct PageSampleTests {
    private let service: ServiceUnderTest

    init() throws {
        let leeds = ExampleComponents.leeds
        let fillers = (100...199).map { ExampleComponents.entry("filler-\($0)", leeds, "A filler") }
        listed =
            fillers + [
                ExampleComponents.entry(
                    "6917876061b72704:62272b78:17c939e2202:-7c21",
                    leeds,
                    "Dubber demo simulator 1"
                ),
                ExampleComponents.entry(ExampleComponents.deleted, leeds, "Dubber demo simulator 2"),
                ExampleComponents.entry(ExampleComponents.changed, ExampleCompany.london.scope, "Elsewhere"),
            ]
        service = try ServiceUnderTest()
    }

    private let listed: [IntegrationEntry]

    private func send(
        _ sample: String,
        to service: ServiceUnderTest
    ) async throws -> (text: String, element: SampleElement) {
        let session = try await service.session()
        let answer = await service.post(Array(sample.replacing(PageSamples.sessionID, with: session).utf8))
        #expect(answer.status == 200)
        #expect(answer.contentType == "text/xml; charset=utf-8")
        return (String(decoding: answer.body, as: UTF8.self), try SampleElement.read(answer.body))
    }

    @Test("Add answers as on the page, and the entry is there with all that the request said")
    func add() async throws {
        let known = Set(service.registry.snapshot.entries.keys)
        let answer = try await send(PageSamples.addRequest, to: service)
        #expect(answer.text == PageSamples.addResponse)
        let entry = try #require(service.registry.snapshot.entries.values.first { !known.contains($0.callRecIntGUID) })
        #expect(
            entry.callRecIntGUID.rawValue.wholeMatch(of: #/[0-9a-f]{16}:-?[0-9a-f]{1,8}:[0-9a-f]{11}:-8000/#) != nil
        )
        #expect(entry.callRecIntType == .dubber)
        #expect(entry.scope == .partition(TelSysID(1), PartIDInTelSys(2)))
        #expect(entry.description == "Demo Call Rec Int")
        #expect(entry.settings.ipAddrOrHost1 == "api.dubber.net/uk1")
        #expect(entry.settings.ipAddrOrHost2 == "api.dubber.net/uk2")
        #expect(entry.settings.authUserID1.reveal() == "ex25dejpdb85vpqtsxr7napv")
        #expect(entry.settings.authUserID2.reveal() == "userid2")
        #expect(entry.settings.apiParameter1.reveal() == "param1")
        #expect(entry.settings.apiParameter2.reveal() == "param2")
    }

    @Test("Change answers as on the page, and the entry is as the request said")
    func change() async throws {
        let answer = try await send(PageSamples.changeRequest, to: service)
        #expect(answer.text == PageSamples.changeResponse)
        let entry = try #require(service.entry(ExampleComponents.changed))
        #expect(entry.description == "Demo Dubber Call Rec Int")
        #expect(entry.settings.apiParameter1.reveal() == "param test 1")
        #expect(entry.settings.apiParameter2.reveal() == "param test 2")
    }

    @Test("Delete answers as on the page, and the entry is gone")
    func delete() async throws {
        let answer = try await send(PageSamples.deleteRequest, to: service)
        #expect(answer.text == PageSamples.deleteResponse)
        #expect(service.entry(ExampleComponents.deleted) == nil)
    }

    @Test("List answers as on the page: the order of entries and of their properties included")
    func list() async throws {
        let service = try ServiceUnderTest(more: listed)
        let answer = try await send(PageSamples.listRequest, to: service)
        #expect(answer.element == (try SampleElement.read(PageSamples.listResponse)))
        #expect(answer.text == PageSamples.listResponse)
    }

    @Test("Info answers as on the page")
    func info() async throws {
        let answer = try await send(PageSamples.infoRequest, to: service)
        #expect(answer.element == (try SampleElement.read(PageSamples.infoResponse)))
        #expect(answer.text == PageSamples.infoResponse)
    }
}
