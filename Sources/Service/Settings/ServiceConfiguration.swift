package import Dubber
package import Logging
package import PlaybackAudit
package import Recordings
package import Registry
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
    /// The certificate to serve TLS with, and its key; both empty for plain HTTP.
    package var certificateFile = ""
    package var certificateKeyFile = ""
    /// The origins of other sites whose pages may ask for audio and availability, as browsers send them.
    package var allowedOrigins: [String] = []
    package var dataDirectory = "./data"
    /// The file with the key of the registry's sealed values; empty for `registry.key` in the data directory.
    package var registryKeyFile = ""
    /// That key itself in Base64, in place of a file; empty where a file holds it.
    package var registryKey = Secret("")
    /// What a rotation seals with where the key is not in a file.
    package var registryNewKey = Secret("")
    /// The licence switch of the whole recording feature.
    package var isFeatureEnabled = true
    package var urlLifetimeSeconds = 900
    /// How long after its expiry a URL still serves a playback that began before.
    package var graceSeconds = 21_600
    package var maximumSegments = 1_000
    package var cache = SliceCacheLimits()
    package var waveforms = WaveformSettings()
    package var audit = PlaybackAudit.Limits()
    package var dubber = DubberConfiguration()
    /// Recordings that the index knows at most, over all accounts; beyond it the oldest are let go.
    package var maximumIndexedRecordings = StoredRecordingIndex.defaultMaximumRecordings
    /// Places for questions to the provider's API, and for fetches from its store; whose party is an entry.
    package var callLimits = HTTPClientConfiguration().calls
    package var fetchLimits = HTTPClientConfiguration().audio
    package var egress = EgressRules()
    /// Whether this machine may read metrics without a token.
    package var areMetricsOpen = false
    package var logFormat = LogFormat.text
    package var logLevel = Logger.Level.info
    /// How long requests under way may take after a stop was asked for.
    package var shutdownSeconds = 10
    /// A connection on which nothing is asked for so long is closed.
    package var idleTimeoutSeconds = 75

    /// A session of the console that is not used for so long is over.
    package var consoleIdleMinutes = 30
    package var openIDConnect = OpenIDConnectSettings()

    /// Connections at once, in all and from one address; 0 for no limit of one address.
    package var maximumConnections = 20_000
    package var maximumConnectionsPerAddress = 1_000
    /// Proxies in front of the service, which bring the connections of many.
    package var proxyAddresses = ["127.0.0.1", "::1"]
    /// From a request's first byte to its last.
    package var requestTimeoutSeconds = 30
    /// Of one token, or of one address where no token came; 0 for no limit.
    package var maximumRequestsPerSecond = 1_000
    /// Audio answers under way for one user, or one token; 0 for no limit.
    package var maximumPlaybacksPerUser = 200
    /// Audio answers under way by one URL; 0 for half of the user's.
    package var maximumPlaybacksPerURL = 0
    /// Audio answers under way to one address; 0 for no limit.
    package var maximumPlaybacksPerAddress = 0
    /// An answer of which nothing was taken for so long gives its place back.
    package var stallSeconds = 30
    /// A listener who takes nothing for so long has left.
    package var maximumPauseSeconds = 3_600
    /// Availability requests at once.
    package var maximumAvailabilityRequests = 256
    /// Of them those of one token; 0 for three quarters of all.
    package var maximumAvailabilityRequestsPerToken = 0
    /// Availability requests beyond them that wait for a place; three quarters may be one token's.
    package var maximumWaitingAvailabilityRequests = 4_096
    /// The longest that one waits; 0 waits for nothing.
    package var maximumAvailabilityWaitSeconds = 30
    /// A reader of results who takes nothing for so long has left.
    package var availabilityStallSeconds = 30
    /// Memory of the process's own above which requests are refused; 0 for three quarters of what the machine or the container has.
    package var maximumMemoryBytes = 0

    package init() {}

    /// `nil` for plain HTTP.
    package var tlsFiles: TLSFiles? {
        certificateFile.isEmpty && certificateKeyFile.isEmpty
            ? nil : TLSFiles(certificate: certificateFile, key: certificateKeyFile)
    }

    /// What the service's own address begins with.
    package var scheme: String { tlsFiles == nil ? "http" : "https" }

    package var registryKeySource: RegistryKeySource {
        guard registryKey.isEmpty else {
            return .given(registryKey, new: registryNewKey.isEmpty ? nil : registryNewKey)
        }
        return .file(path: registryKeyFile.isEmpty ? nil : registryKeyFile)
    }
}
