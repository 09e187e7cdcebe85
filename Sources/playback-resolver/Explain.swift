import ArgumentParser
import Foundation
import Logging
import Service

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains why a call segment can or cannot be played by a user: the debug endpoint's answer.",
        discussion: """
            A live probe asks the provider and counts its quota, so it is refused beside a running service, which answers the \
            same at GET /v1/debug/resolution; --probe cached and --probe none work beside it.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @Option(name: .long, help: "The reporting user.") var user: String
    @Option(name: .customLong("telsys"), help: "The Telephony Server that the report was run across.") var telSysID: Int
    @Option(name: .customLong("part"), help: "The Partition within it.") var partIDInTelSys: Int?
    @Option(name: .customLong("start"), help: "When the call began, such as 2026-11-20T09:15:03Z.") var startTime:
        String
    @Option(name: .customLong("duration"), help: "In seconds.") var durationSeconds: Int?
    @Option(name: .long, help: "inbound, outbound or internal.") var direction: String?
    @Option(name: .long, help: "The calling party.") var from: String?
    @Option(name: .long, help: "The called party.") var to: String?
    @Option(name: .customLong("call-id"), help: "The external call id.") var externalCallID: String?
    @Option(name: .customLong("tracking-id"), help: "The external tracking id.") var externalTrackingID: String?
    @Option(name: .long, help: "live, cached or none.") var probe = "live"
    @Flag(name: .long, help: "JSON, as the debug endpoint gives it.") var json = false

    func run() async throws {
        let values: [(String, String?)] = [
            ("user", user), ("telSysID", String(telSysID)), ("partIDInTelSys", partIDInTelSys.map(String.init)),
            ("startTime", startTime), ("durationSeconds", durationSeconds.map(String.init)), ("direction", direction),
            ("from", from), ("to", to), ("externalCallID", externalCallID),
            ("externalTrackingID", externalTrackingID), ("probe", probe),
        ]
        let query: DebugQuery
        do {
            query = try DebugQuery(values.compactMap { name, value in value.map { (name, $0) } })
        } catch {
            throw Refusal(description: error.detail)
        }
        let explanation = try await RowExplanation(
            query,
            configuration: try await options.loadForRegistry(),
            logger: .process(.warning)
        )
        Terminal.say(json ? explanation.json : explanation.text)
    }
}
