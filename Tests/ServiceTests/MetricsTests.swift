import ExampleCompany
import Foundation
import Recordings
import Registry
import Service
import Testing

@Suite struct MetricsTests {
    /// The value of a series, by the beginning of its line.
    private func value(_ series: String, in text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix(series + " ") }?.split(separator: " ").last.flatMap {
            Double($0)
        }
    }

    @Test("Playbacks, provider calls, cache and audit are counted, by entry and host")
    func counting() async throws {
        try await Playback.run(.cold, sizeBytes: SampleCompany.audioBytes) { playback in
            for _ in 1...3 {
                _ = try await playback.get()
                // Answered behind it: until then the route may not have ended its answer, though every byte has come.
                _ = try await playback.service.client.send("GET", "/healthz")
            }
            _ = try await playback.service.client.send("GET", playback.url + "0")
            let answer = try await playback.service.client.asAdmin("GET", "/metrics")
            #expect(answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            let text = answer.text
            let entry = "entry=\"\(SampleCompany.office)\""
            let host = "host=\"127.0.0.1:\(playback.service.provider.port)/uk1\""
            #expect(value("resolver_audio_answers_total{cache=\"miss\",\(entry),way=\"route\"}", in: text) == 1)
            #expect(value("resolver_audio_answers_total{cache=\"hit\",\(entry),way=\"eventLoop\"}", in: text) == 2)
            let bytes = Double(playback.sizeBytes)
            #expect(value("resolver_audio_sent_bytes_total{\(entry),way=\"route\"}", in: text) == bytes)
            #expect(value("resolver_audio_sent_bytes_total{\(entry),way=\"eventLoop\"}", in: text) == 2 * bytes)
            #expect(value("resolver_audio_first_byte_seconds_count{cache=\"miss\",\(entry)}", in: text) == 1)
            #expect(value("resolver_audio_failures_total{code=\"signatureInvalid\"}", in: text) == 1)
            #expect(value("resolver_availability_results_total{state=\"available\"}", in: text) == 1)
            let call = "{\(entry),\(host),operation=\"list\",outcome=\"ok\"}"
            #expect(value("resolver_provider_call_seconds_count\(call)", in: text) ?? 0 > 0)
            #expect(value("resolver_cache_upstream_bytes_total", in: text) == bytes)
            #expect(value("resolver_cache_recordings", in: text) == 1)
            #expect(value("resolver_playbacks_open", in: text) == 1)
            #expect(value("resolver_audit_rows_total", in: text) == 1)
            #expect(value("resolver_audit_lost_rows_total", in: text) == 0)
            // A host has one name in all of them, to be joined by.
            for name in ["resolver_host_up", "resolver_quota_remaining_today"] {
                #expect(value("\(name){\(entry),\(host),position=\"1\"}", in: text) ?? 0 > 0, "\(name)")
            }
            let openFiles = try #require(value("process_open_fds", in: text))
            #expect(openFiles > 0 && value("process_max_fds", in: text) ?? 0 >= openFiles)
            #expect(value("resolver_connections", in: text) ?? 0 > 0)
            let route = "{method=\"POST\",route=\"/v1/availability\",status=\"200\"}"
            #expect(value("resolver_http_requests_total\(route)", in: text) == 1)
        }
    }

    @Test("A host is named by its host, port and region, however its field is written")
    func hosts() async throws {
        try await ServiceUnderTest.run { service in
            let guid = CallRecIntGUID("6917876061b72704:62272b78:17c939e2202:-aaaa")
            let label = "entry=\"\(guid)\""
            let fields = [
                ("https://API.dubber.example:8443/uk1/accounts/acme", "api.dubber.example:8443/uk1"),
                ("api.dubber.example/uk1/accounts/one", "api.dubber.example/uk1"),
                ("http://Api.Dubber.Example/uk1", "api.dubber.example/uk1"),
            ]
            for (field, name) in fields {
                let settings = SampleCompany.settings([field, "api.dubber.example/uk1/accounts/two"])
                let entry = IntegrationEntry(example: guid, .applicationWide, "d", settings: settings)
                try service.registry.importFile(ExampleCompany(entries: [entry]).importFile())
                let text = try await service.client.asAdmin("GET", "/metrics").text
                let labels = "{\(label),host=\"\(name)\",position=\"1\"}"
                #expect(value("resolver_host_up\(labels)", in: text) == 1, "\(field)")
                #expect(value("resolver_quota_remaining_today\(labels)", in: text) != nil, "\(field)")
                let series = text.split(separator: "\n").filter { $0.contains(label) }.map { $0.prefix { $0 != "}" } }
                #expect(Set(series).count == series.count)
                #expect(!series.contains { $0.contains("accounts") }, "\(series)")
            }
        }
    }

    @Test("Metrics need an admin token, unless this machine may read them")
    func access() async throws {
        try await ServiceUnderTest.run { service in
            #expect(try await service.client.send("GET", "/metrics").status == 401)
            let report = try await service.client.send("GET", "/metrics", token: ServiceUnderTest.reportToken)
            #expect(report.status == 403)
        }
        var setup = Setup()
        setup.configure = { $0.areMetricsOpen = true }
        try await ServiceUnderTest.run(setup) { service in
            let answer = try await service.client.send("GET", "/metrics")
            #expect(answer.status == 200)
        }
    }

    @Test("The documentation tells of every metric, and of no other")
    func documented() async throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Service/Documentation.docc/Metrics.md")
        let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let told = rows.flatMap { row in
            row.split(separator: "|")[0].matches(of: #/`([a-z_]+)`/#).map { String($0.output.1) }
        }
        #expect(told.sorted() == ServiceMetrics.names.sorted())
    }
}
