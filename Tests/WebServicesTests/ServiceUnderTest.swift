import ExampleCompany
import Foundation
import Logging
import Recordings
import Registry
import Synchronization
import WebServices

/// An endpoint over a registry of its own, with a clock that stands until it is moved.
final class ServiceUnderTest: Sendable {
    static let password = "PLANTED-password-äöü"
    static let address = "192.0.2.1"

    let folder: URL
    let registry: Registry
    let endpoint: WebServicesEndpoint
    private let clock: TestTime
    private let invokeIDs = Atomic(0)

    init(
        limits: WebServicesLimits = WebServicesLimits(),
        isFeatureEnabled: Bool = true,
        more entries: [IntegrationEntry] = []
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws-\(UUID().uuidString)")
        let clock = TestTime()
        self.clock = clock
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        registry = try Registry.open(directory: folder, logger: logger)
        var company = ExampleComponents.company(password: Self.password)
        company.entries.removeAll { entry in entries.contains { $0.callRecIntGUID == entry.callRecIntGUID } }
        company.entries += entries
        try registry.importFile(company.importFile())
        endpoint = WebServicesEndpoint(
            registry: registry,
            isFeatureEnabled: isFeatureEnabled,
            limits: limits,
            logger: logger,
            now: { clock.now }
        )
    }

    deinit {
        registry.close()
        try? FileManager.default.removeItem(at: folder)
    }

    var now: Date { clock.now }

    func advance(seconds: TimeInterval) {
        clock.advance(seconds: seconds)
    }

    func post(
        _ body: [UInt8],
        contentType: String? = "text/xml; charset=utf-8",
        soapAction: String? = nil,
        address: String = ServiceUnderTest.address
    ) async -> WebServicesAnswer {
        await endpoint.answer(
            WebServicesRequest(body: body, contentType: contentType, soapAction: soapAction, remoteAddress: address)
        )
    }

    /// Sends a bare request, which is processed.
    func send(_ request: String, address: String = ServiceUnderTest.address) async throws -> SampleElement {
        let answer = await post(Array(request.utf8), address: address)
        guard answer.status == 200 else { throw UnexpectedAnswer(status: answer.status) }
        return try SampleElement.read(answer.body)
    }

    /// Sends an operation with properties and settings, in that order.
    func call(
        _ operation: String,
        session: String?,
        _ properties: KeyValuePairs<String, String> = [:],
        settings: KeyValuePairs<String, String> = [:],
        beside: String = "",
        address: String = ServiceUnderTest.address
    ) async throws -> SampleElement {
        let invokeID = invokeIDs.add(1, ordering: .relaxed).newValue
        let sessionID = session.map { "<SessionID>\($0)</SessionID>" } ?? ""
        let container =
            settings.isEmpty ? "" : "<Container Name=\"APICommunicationSettings\">\(Self.xml(settings))</Container>"
        return try await send(
            """
            <Request Operation="\(operation)"><InvokeID>\(invokeID)</InvokeID>\(sessionID)\(beside)
            <OperationPayload>\(Self.xml(properties))\(container)</OperationPayload></Request>
            """,
            address: address
        )
    }

    /// A session on which a user has signed in.
    func session(_ username: String = "everything", address: String = ServiceUnderTest.address) async throws -> String {
        let created = try await call("CreateSession", session: nil, address: address)
        let sessionID = try created.property("SessionID")
        let digest = ClientDigest.make(nonce: try created.property("Nonce"), password: Self.password)
        let answer = try await call(
            "Authenticate",
            session: sessionID,
            ["Username": username, "Password": digest],
            address: address
        )
        guard answer.errorCode == nil else { throw UnexpectedAnswer(status: answer.errorCode ?? 0) }
        return sessionID
    }

    func entry(_ guid: String) -> IntegrationEntry? {
        registry.snapshot.entries[CallRecIntGUID(guid)]
    }

    private static func xml(_ properties: KeyValuePairs<String, String>) -> String {
        properties.map { "<Property Name=\"\($0.key)\">\(escaped($0.value))</Property>" }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

struct UnexpectedAnswer: Error {
    let status: Int
}
