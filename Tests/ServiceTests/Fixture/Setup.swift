import Dubber
import DubberSimulator
import Service
import Transport

/// What a test starts with: the recordings of each account, and how the service is configured.
struct Setup: Sendable {
    /// Of the account on the entry's first host.
    var first: [SimulatedRecording] = [SampleCompany.recording()]
    /// Of the account on the second host; `nil`: the same as on the first.
    var second: [SimulatedRecording]?
    /// Of the demonstration entry's account.
    var demonstration: [SimulatedRecording] = [SampleCompany.recording(900, audio: .example("greeting.mp3"))]
    /// Whether the provider gives audio's address to a listener without a name.
    var acceptsEmptyListener = true
    /// How the test reaches the service, which has TLS where that is needed.
    var wire = Wire.plain
    var configure: @Sendable (inout ServiceConfiguration) -> Void = { _ in }

    var simulator: SimulatorConfiguration {
        func region(_ slug: String, _ recordings: [SimulatedRecording]) -> SimulatedRegion {
            SimulatedRegion(accounts: [SampleCompany.account(slug, recordings: recordings)])
        }
        return SimulatorConfiguration(
            regions: [
                "uk1": region("acme", first), "uk2": region("acme", second ?? first),
                "demo": region("examples", demonstration),
            ],
            quota: .unlimited,
            acceptsEmptyListener: acceptsEmptyListener
        )
    }

    func configuration(dataDirectory: String, certificate: TestCertificate? = nil) -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        configuration.port = 0
        configuration.dataDirectory = dataDirectory
        configuration.egress = .init(allowPlainHTTP: true, allowPrivateAddresses: true)
        configuration.dubber.listener = "playback@acme.example"
        configuration.dubber.requestsPerSecond = 1_000
        configuration.dubber.retries.rateLimitDelay = .milliseconds(1)
        configuration.dubber.retries.capacityDelay = .milliseconds(1)
        if let certificate {
            configuration.certificateFile = certificate.files.certificate
            configuration.certificateKeyFile = certificate.files.key
        }
        configure(&configuration)
        return configuration
    }
}
