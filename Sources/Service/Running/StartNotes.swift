internal import Dubber
internal import Foundation
package import Logging
package import Recordings
internal import Transport

/// What a start tells the operator: which version it is, and what of the configuration will be missed.
package struct StartNotes: Sendable {
    package struct Note: Hashable, Sendable {
        package let level: Logger.Level
        package let message: String
        package let facts: [String: String]
    }

    package let all: [Note]

    /// Looks at what the service starts with.
    ///
    /// - Parameters:
    ///   - configuration: every setting.
    ///   - entries: those of the registry.
    package init(_ configuration: ServiceConfiguration, entries: some Sequence<IntegrationEntry>) {
        let version = Note(level: .info, message: "playback resolver", facts: ["version": ProgramVersion.text])
        all = [version] + [Self.plainConsole(configuration), Self.noListener(configuration, entries)].compactMap { $0 }
    }

    /// A console that people reach over a network without https: their tokens travel in the open.
    private static func plainConsole(_ configuration: ServiceConfiguration) -> Note? {
        let base = configuration.publicBaseURL
        guard configuration.tlsFiles == nil, !base.hasPrefix("https:") else { return nil }
        let host = base.isEmpty ? configuration.host : URLComponents(string: base)?.host ?? ""
        guard !isLoopback(host) else { return nil }
        return Note(
            level: .warning,
            message: "the console is reached without https: its cookie is not Secure, tokens can be read on their way",
            facts: [
                base.isEmpty ? "http.host" : "http.publicBaseURL": base.isEmpty ? host : base,
                "remedy": "http.publicBaseURL with https:// and a proxy that speaks it, or http.tls",
            ]
        )
    }

    private static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host.hasPrefix("127.")
    }

    /// Entries of which nobody is named who listens: Dubber then keeps the audio's address to itself for most accounts.
    ///
    /// Source: Dubber API, Recordings (A/B): `recording_url` comes only with `listener`.
    private static func noListener(
        _ configuration: ServiceConfiguration,
        _ entries: some Sequence<IntegrationEntry>
    ) -> Note? {
        guard configuration.dubber.listener == nil else { return nil }
        let plain = configuration.egress.allowPlainHTTP
        let count = entries.count { entry in
            entry.settings.hostFields.contains { field in
                (try? DubberHost(field: field.text, allowPlainHTTP: plain)).map { $0.listener == nil } ?? false
            }
        }
        guard count > 0 else { return nil }
        return Note(
            level: .warning,
            message: "nobody is named who listens: Dubber may tell of recordings, and not where their audio is",
            facts: [
                "entries": "\(count)",
                "remedy": "dubber.listener, or ?listener=… at the end of an entry's host fields",
            ]
        )
    }
}

extension Logger {
    /// Tells what a start has to say.
    func tell(_ notes: StartNotes) {
        for note in notes.all {
            log(
                level: note.level,
                "\(note.message)",
                metadata: note.facts.mapValues { .string($0) }
            )
        }
    }
}
