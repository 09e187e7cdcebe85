import Crypto
import DubberSimulator
import Foundation
import Logging
import Recordings
import Registry
import Service
import Testing
import Transport

/// Everything that a run writes, searched for secrets that were put in.
@Suite("Planted secrets", .timeLimit(.minutes(6)))
struct PlantedSecretsTests {
    private static let password = "planted-password-0001"
    private static let newCredential = "planted-changed-credential-0001"

    /// What must not turn up: credentials of entries, tokens, the password and what is made of it.
    private static let secrets =
        SampleCompany.secrets + [ServiceUnderTest.reportToken, ServiceUnderTest.adminToken, password, newCredential]
        + [hex(password)]

    private static func hex(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Answers, in the order they came.
    private final class Answers: Sendable {
        private let texts = Mutexed<[String]>([])

        var all: [String] { texts.value }

        func add(_ answer: ServiceClient.Answer) {
            let head = answer.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            texts.value.append("\(answer.status)\n\(head)\n\n\(answer.text)")
        }
    }

    private func secretsFound(in text: String) -> [String] {
        let lower = text.lowercased()
        return Self.secrets.filter { secret in
            lower.contains(secret.lowercased())
                || lower.contains(Data(secret.utf8).base64EncodedString().lowercased().trimmingCharacters(in: ["="]))
        }
    }

    @Test(
        "a run with playback, errors, wrong logins and changed credentials writes none of them down, and no answer tells them"
    )
    func wholeRun() async throws {
        let lines = LogLines()
        let answers = Answers()
        var setup = Setup()
        setup.configure = { $0.logLevel = .trace }
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
            let addresses = try await play(service, answers)
            try await ask(service, answers, addresses)
            try await administrate(service, answers)
            for line in lines.all { #expect(secretsFound(in: line).isEmpty, "\(line)") }
            for answer in answers.all { #expect(secretsFound(in: answer).isEmpty, "\(answer)") }
            // A signature is a secret too: whoever has it can listen.
            for signature in addresses.compactMap({ $0.firstMatch(of: /sig=(.+)$/)?.1 }) {
                #expect(!lines.all.contains { $0.contains(signature) })
            }
            try expectNothing(in: service.folder, while: "running")
        }
        #expect(answers.all.count > 20 && lines.all.count > 20)
    }

    /// Every file of the data directory, with the write-ahead logs.
    private func expectNothing(in folder: DataFolder, while state: String) throws {
        let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        for name in ["registry.sqlite", "index.sqlite", "provider.sqlite"] { #expect(names.contains(name)) }
        for name in names {
            let path = folder.path + "/" + name
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = attributes[.posixPermissions] as? Int ?? 0
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                #expect(mode & 0o077 == 0, "\(name) is open to others")
                continue
            }
            #expect(mode & 0o077 == 0, "\(name) is open to others")
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            #expect(secretsFound(in: text).isEmpty, "\(name), \(state)")
        }
    }

    /// Plays a recording cold and warm, with failures on the way.
    private func play(_ service: ServiceUnderTest, _ answers: Answers) async throws -> [String] {
        var addresses: [String] = []
        for user in ["supervisor", "visitor", "nobody"] {
            answers.add(try await service.client.postAvailability(SampleRow.body([SampleRow()], user: user)))
        }
        addresses.append(try await service.audioURL())
        for target in [addresses[0], addresses[0], addresses[0] + "A"] {
            let answer = try await service.client.send("GET", target, headers: [("Range", "bytes=0-9")])
            if answer.status != 206 { answers.add(answer) }
        }
        for fault in [Fault.Kind.tokenRefused, .bearerRefused, .down] {
            service.faults.add(Fault(fault, times: 4))
            try service.registry.importFile(SampleCompany.importFile(port: service.provider.port))
            answers.add(try await service.client.postAvailability(SampleRow.body([SampleRow(2)], user: "supervisor")))
            let start = RFC3339.text(SampleCompany.callTime)
            answers.add(
                try await service.client.asAdmin(
                    "GET",
                    "/v1/debug/resolution?user=supervisor&telSysID=1&startTime=\(start)&externalCallID=callhalf-2:0&probe=live"
                )
            )
        }
        return addresses
    }

    /// Asks everything else there is, rightly and wrongly.
    private func ask(_ service: ServiceUnderTest, _ answers: Answers, _ addresses: [String]) async throws {
        for target in [
            "/v1/debug/hosts", "/v1/debug/quota", "/v1/debug/cache", "/healthz", "/readyz", "/metrics", "/openapi.json",
            "/ws?wsdl", "/nowhere", "/v1/audit",
        ] {
            answers.add(try await service.client.asAdmin("GET", target))
            answers.add(try await service.client.send("GET", target))
            answers.add(try await service.client.send("GET", target, token: Self.password))
        }
        answers.add(try await service.client.postAvailability("{\"user\":\"\(Self.password)"))
    }

    private func webService(
        _ service: ServiceUnderTest,
        _ operation: String,
        session: String?,
        _ payload: String
    ) async throws -> ServiceClient.Answer {
        let session = session.map { "<SessionID>\($0)</SessionID>" } ?? ""
        let text =
            "<Request Operation=\"\(operation)\"><InvokeID>1</InvokeID>\(session)"
            + "<OperationPayload>\(payload)</OperationPayload></Request>"
        let answer = try await service.client.send(
            "POST",
            "/ws",
            headers: [("Content-Type", "text/xml")],
            body: Array(text.utf8)
        )
        try #require(answer.status == 200)
        return answer
    }

    private func value(_ name: String, in answer: ServiceClient.Answer) throws -> String {
        try String(#require(answer.text.firstMatch(of: try Regex("<Property Name=\"\(name)\">([^<]*)"))?[1].substring))
    }

    /// Signs in to the XML API wrongly and rightly, and changes an entry's credentials.
    private func administrate(_ service: ServiceUnderTest, _ answers: Answers) async throws {
        try service.registry.importFile(
            Data(
                """
                {"users":[{"username":"boss","fullName":"Boss","scope":{},"recordingPlayback":null,"administrator":true,
                  "password":"\(Self.password)"}]}
                """.utf8
            )
        )
        for password in ["wrong", Self.password] {
            let created = try await webService(service, "CreateSession", session: nil, "")
            answers.add(created)
            let session = try value("SessionID", in: created)
            let digest = Self.hex("\(try value("Nonce", in: created)):\(Self.hex(password))")
            let signedIn = try await webService(
                service,
                "Authenticate",
                session: session,
                "<Property Name=\"Username\">boss</Property><Property Name=\"Password\">\(digest)</Property>"
            )
            answers.add(signedIn)
            #expect(signedIn.text.contains("Success") == (password == Self.password))
            let changed = try await webService(
                service,
                "CallRecIntChange",
                session: session,
                """
                <Property Name="CallRecIntGUID">\(SampleCompany.leeds)</Property>
                <Container Name="APICommunicationSettings"><Property Name="APIParameter1">\(Self.newCredential)</Property>
                </Container>
                """
            )
            answers.add(changed)
            #expect(changed.text.contains("Success") == (password == Self.password))
        }
    }
}
