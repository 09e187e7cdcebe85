package import Dubber
package import Logging
package import SliceCache
package import Transport

/// Everything that can be set about the service; `config/playback-resolver.yaml` documents each key.
package struct ServiceConfiguration: Sendable {
    package var host = "127.0.0.1"
    /// 0 takes a free port.
    package var port = 8080
    /// Threads that read and write connections; 0 takes half of the cores, at least one: tasks, transfers and disks want the others.
    package var eventLoops = 0
    /// Prefix of audio URLs, without a slash at its end; empty for relative URLs.
    package var publicBaseURL = ""
    package var dataDirectory = "./data"
    /// The licence switch of the whole recording feature.
    package var isFeatureEnabled = true
    package var urlLifetimeSeconds = 900
    /// How long after its expiry a URL still serves a playback that began before.
    package var graceSeconds = 21_600
    package var maximumSegments = 1_000
    package var cache = SliceCacheLimits()
    package var waveforms = WaveformSettings()
    package var dubber = DubberConfiguration()
    package var egress = EgressRules()
    package var logLevel = Logger.Level.info
    /// How long requests under way may take after a stop was asked for.
    package var shutdownSeconds = 10
    /// A connection on which nothing is asked for so long is closed.
    package var idleTimeoutSeconds = 75

    package init() {}
}
