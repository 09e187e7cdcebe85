import Crypto
import ExampleCompany
import Foundation
import Recordings
import Registry
import Sharing
import WebServices

/// What many entries cost the registry and the XML API: importing, opening, deleting one, looking up, listing.
struct RegistryBench {
    private struct NotSignedIn: Error {
        let answer: String
    }

    static let usualEntries = 100_000
    private static let entriesOfPartition = 20
    private static let requests = 2_000
    private static let username = "bench"
    private static let password = "of the benchmark"

    let entries: Int

    /// Prints a table for a tenth of the entries and one for all.
    func run() async throws {
        for count in [entries / 10, entries] {
            var table = BenchTable()
            try await measure(count, &table)
            print("\n\(count) entries")
            table.print()
        }
    }

    private func measure(_ count: Int, _ table: inout BenchTable) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "registry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try Self.importFile(entries: count)
        let clock = ContinuousClock()
        let made = try Registry.open(directory: folder, logger: BenchSite.logger)
        table.add("import", figure: Self.text(try clock.measure { _ = try made.importFile(file) }))
        made.close()
        var opened: Registry?
        table.add(
            "open",
            figure: Self.text(
                try clock.measure {
                    opened = try Registry.open(directory: folder, logger: BenchSite.logger)
                }
            )
        )
        guard let registry = opened else { return }
        defer { registry.close() }
        let deletion = try await clock.measure { _ = try await registry.deleteEntry(CallRecIntGUID("entry-7")) }
        table.add("delete one", figure: Self.text(deletion))
        let endpoint = WebServicesEndpoint(registry: registry, isFeatureEnabled: true, logger: BenchSite.logger)
        let session = try await Self.signIn(endpoint)
        for (name, request) in [("Info", Self.info), ("List of one Partition", Self.list)] {
            let duration = try await clock.measure {
                for number in 0..<Self.requests {
                    let body = request(number * 7 % (count - 8) + 8, session)
                    let answer = await Self.ask(endpoint, body)
                    guard answer.contains("Success") else { throw NotSignedIn(answer: answer) }
                }
            }
            table.add(name, figure: Self.text(duration / Self.requests))
        }
    }

    private static func text(_ duration: Duration) -> String {
        String(format: "%.3f ms", duration / .milliseconds(1))
    }

    private static func ask(_ endpoint: WebServicesEndpoint, _ body: String) async -> String {
        let request = WebServicesRequest(
            body: Array(body.utf8),
            contentType: "text/xml",
            soapAction: nil,
            remoteAddress: "127.0.0.1"
        )
        return String(decoding: await endpoint.answer(request).body, as: UTF8.self)
    }

    private static func request(
        _ operation: String,
        _ properties: KeyValuePairs<String, String>,
        _ session: String? = nil
    ) -> String {
        let texts = properties.map { "<Property Name='\($0.key)'>\($0.value)</Property>" }.joined()
        return "<Request Operation='\(operation)'><InvokeID>1</InvokeID>"
            + (session.map { "<SessionID>\($0)</SessionID>" } ?? "")
            + "<OperationPayload>\(texts)</OperationPayload></Request>"
    }

    private static func info(_ entry: Int, _ session: String) -> String {
        request("CallRecIntInfo", ["CallRecIntGUID": "entry-\(entry)"], session)
    }

    private static func list(_ entry: Int, _ session: String) -> String {
        request(
            "CallRecIntList",
            [
                "TelSysID": "\(ExampleCompany.headOffice)", "PartIDInTelSys": "\(entry / entriesOfPartition)",
                "CallRecIntFields": "TelSysID,PartIDInTelSys",
            ],
            session
        )
    }

    private static func signIn(_ endpoint: WebServicesEndpoint) async throws -> String {
        let created = await ask(endpoint, request("CreateSession", [:]))
        guard let session = created.firstMatch(of: #/SessionID">([^<]*)</#)?.1,
            let nonce = created.firstMatch(of: #/Nonce">([^<]*)</#)?.1
        else { throw NotSignedIn(answer: created) }
        func hash(_ text: String) -> String { HexText.lowercase(SHA256.hash(data: Data(text.utf8))) }
        let digest = hash("\(nonce):\(hash(password))")
        let answer = await ask(
            endpoint,
            request("Authenticate", ["Username": username, "Password": digest], String(session))
        )
        guard answer.contains("Success") else { throw NotSignedIn(answer: answer) }
        return String(session)
    }

    private static func importFile(entries: Int) throws -> Data {
        let server = ExampleCompany.headOffice
        let partitions = (0...entries / entriesOfPartition).map { number in
            Partition(
                partitionGUID: PartitionGUID("partition-\(number)"),
                telSysID: server,
                partIDInTelSys: PartIDInTelSys(Int32(number)),
                description: ""
            )
        }
        return try ExampleCompany(
            telephonyServers: [TelephonyServer(telSysID: server, description: "", isDemonstrationSimulator: false)],
            partitions: partitions,
            entries: (0..<entries).map { number in
                let scope = partitions[number / entriesOfPartition].scope
                return IntegrationEntry(example: CallRecIntGUID("entry-\(number)"), scope, "Entry \(number)")
            },
            users: [ExampleUser(username, isAdministrator: true, password: password)]
        ).importFile()
    }
}
