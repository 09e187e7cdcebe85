import Logging
import TestSupport
import Transport

/// Runs a test with a provider and a client that may speak to it, and stops both.
func withClientAndProvider(
    _ configuration: HTTPClientConfiguration = .forLoopback(),
    _ test: (HTTPClient, ScriptedProvider) async throws -> Void
) async throws {
    let provider = try await ScriptedProvider.start()
    let client = try HTTPClient(configuration: configuration, logger: .quiet)
    do {
        try await test(client, provider)
    } catch {
        await client.shutdown()
        await provider.stop()
        throw error
    }
    await client.shutdown()
    await provider.stop()
}

extension HTTPClientConfiguration {
    /// The defaults, with the loopback interface in reach.
    static func forLoopback(_ change: (inout HTTPClientConfiguration) -> Void = { _ in }) -> HTTPClientConfiguration {
        var configuration = HTTPClientConfiguration()
        configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        // A machine that is busy with other tests is no reason to give up.
        configuration.calls.wait = .seconds(60)
        configuration.audio.wait = .seconds(60)
        change(&configuration)
        return configuration
    }
}

/// Limits that no test on a busy machine runs into, but for the one given.
extension TransferLimits {
    static func generous(_ change: (inout TransferLimits) -> Void) -> TransferLimits {
        var limits = TransferLimits(connect: .seconds(60), firstByte: .seconds(60), stall: .seconds(60))
        change(&limits)
        return limits
    }
}

extension Logger {
    static var quiet: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }
}
