import Foundation
import Registry
import Testing
import WebServices

/// Prints how many requests a second one client gets answered; asserts nothing about time.
///
/// The number of entries is 2,000 unless `MEASURED_ENTRIES` says otherwise; figures worth quoting come from a release build with 100,000.
struct WebServicesMeasurement {
    private static let entriesPerPartition = 20
    private static let requests = 2_000

    @Test(
        "Info and List over many entries answer what they should; their rate is printed, and does not depend on their number"
    )
    func rates() async throws {
        let most = ProcessInfo.processInfo.environment["MEASURED_ENTRIES"].flatMap(Int.init) ?? 2_000
        for count in [most / 10, most] {
            let service = try ServiceUnderTest(extraImport: Self.text(entries: count))
            let session = try await service.session()
            let partitions = count / Self.entriesPerPartition
            try await measure("Info", count) { number in
                let guid = "entry-\(number * 7 % count)"
                let answer = await service.post(Self.info(guid, session))
                #expect(answer.body.count > 400)
            }
            try await measure("List of one Partition", count) { number in
                let answer = await service.post(Self.list(number * 3 % partitions, session))
                #expect(answer.body.count > 2_000)
            }
        }
    }

    private func measure(_ name: String, _ count: Int, _ request: (Int) async throws -> Void) async throws {
        let duration = try await ContinuousClock().measure {
            for number in 0..<Self.requests { try await request(number) }
        }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        print("\(name), \(count) entries: \(Int(Double(Self.requests) / seconds)) requests a second")
    }

    private static func info(_ guid: String, _ session: String) -> [UInt8] {
        Array(
            CodeScenario.request("CallRecIntInfo", CodeScenario.property("CallRecIntGUID", guid), session: session).utf8
        )
    }

    private static func list(_ partition: Int, _ session: String) -> [UInt8] {
        let payload =
            CodeScenario.property("TelSysID", "3") + CodeScenario.property("PartIDInTelSys", "\(partition)")
            + CodeScenario.property("CallRecIntFields", "TelSysID,PartIDInTelSys")
        return Array(CodeScenario.request("CallRecIntList", payload, session: session).utf8)
    }

    private static func text(entries: Int) -> String {
        let partitions = (0..<entries / entriesPerPartition).map { number in
            #"{"partitionGUID":"partition-\#(number)","telSysID":3,"partIDInTelSys":\#(number)}"#
        }
        let entries = (0..<entries).map { number in
            ExampleComponents.entry(
                "entry-\(number)",
                "\"telSysID\":3,\"partIDInTelSys\":\(number / entriesPerPartition),",
                "Entry \(number)"
            )
        }
        return """
            {"telephonyServers":[{"telSysID":3}],"partitions":[\(partitions.joined(separator: ","))],
             "callRecInts":[\(entries.joined(separator: ","))]}
            """
    }
}
