internal import Foundation
internal import Logging
internal import Registry
internal import WebServices

/// The XML API, asked by nobody who has signed in: it answers, and changes nothing.
struct XMLTarget: FuzzTarget {
    private static let statuses: Set<Int> = [200, 400, 413, 415, 500]

    let corpus = FuzzCorpus(
        seeds: [
            """
            <?xml version="1.0"?><Request SessionID="1" InvokeID="2" Operation="CallRecIntAdd"><Property
            Name="Description">Leeds</Property><Container Name="APICommunicationSettings"><Property
            Name="IPAddrOrHost1">api.dubber.net/uk1</Property></Container></Request>
            """,
            "<Request Operation=\"CreateSession\" InvokeID=\"1\"/>",
            """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><Execute><![CDATA[<Request
            Operation="CallRecIntList"/>]]></Execute></soap:Body></soap:Envelope>
            """,
        ],
        tokens: [
            "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "<!DOCTYPE r [<!ENTITY x 'y'>]>", "&x;", "&#0;",
            "&#xD800;",
            "<?xml version='1.0' encoding='utf-16'?>", "<?", "?>", "'", "</Request>", "<Request>", "<Property Name='",
            "xmlns='u'", "<a><a><a><a><a><a><a><a><a><a>", "soap:",
        ]
    )
    private let registry: Registry
    private let endpoint: WebServicesEndpoint
    private let generation: UInt64

    init(folder: String) throws {
        let quiet = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
        registry = try Registry.open(directory: URL(filePath: folder), logger: quiet)
        endpoint = WebServicesEndpoint(registry: registry, isFeatureEnabled: true, logger: quiet)
        generation = registry.generation
    }

    func broken(by input: [UInt8]) async -> String? {
        let type = input.count % 2 == 0 ? nil : "text/xml; charset=utf-8"
        let request = WebServicesRequest(body: input, contentType: type, soapAction: nil, remoteAddress: "192.0.2.1")
        let answer = await endpoint.answer(request)
        guard Self.statuses.contains(answer.status) else { return "status \(answer.status)" }
        return registry.generation == generation ? nil : "the registry was changed"
    }
}
