import Dubber
import Logging
import Service
import SliceCache
import Transport
import Waveform

extension ConfigurationTests {
    /// Every key with the environment variable that overrides it, and a value that is not the default.
    static let keys: [(name: String, variable: String, value: String)] = [
        ("http.host", "RESOLVER_HTTP_HOST", "0.0.0.0"),
        ("http.port", "RESOLVER_HTTP_PORT", "9999"),
        ("http.publicBaseURL", "RESOLVER_HTTP_PUBLIC_BASE_URL", "https://calls.example.com"),
        ("http.eventLoops", "RESOLVER_HTTP_EVENT_LOOPS", "3"),
        ("http.idleTimeoutSeconds", "RESOLVER_HTTP_IDLE_TIMEOUT_SECONDS", "33"),
        ("http.shutdownSeconds", "RESOLVER_HTTP_SHUTDOWN_SECONDS", "44"),
        ("data.directory", "RESOLVER_DATA_DIRECTORY", "/srv/resolver"),
        ("features.callRecordingIntegration", "RESOLVER_FEATURES_CALL_RECORDING_INTEGRATION", "false"),
        ("playback.urlLifetimeSeconds", "RESOLVER_PLAYBACK_URL_LIFETIME_SECONDS", "55"),
        ("playback.graceSeconds", "RESOLVER_PLAYBACK_GRACE_SECONDS", "66"),
        ("availability.maximumSegments", "RESOLVER_AVAILABILITY_MAXIMUM_SEGMENTS", "77"),
        ("cache.maxBytes", "RESOLVER_CACHE_MAX_BYTES", "88000000"),
        ("cache.maxBytesPerEntry", "RESOLVER_CACHE_MAX_BYTES_PER_ENTRY", "87000000"),
        ("cache.sliceBytes", "RESOLVER_CACHE_SLICE_BYTES", "131072"),
        ("cache.maxRecordingBytes", "RESOLVER_CACHE_MAX_RECORDING_BYTES", "99000000"),
        ("cache.maxOpenRecordings", "RESOLVER_CACHE_MAX_OPEN_RECORDINGS", "111"),
        ("cache.maxFlights", "RESOLVER_CACHE_MAX_FLIGHTS", "122"),
        ("cache.maxReaders", "RESOLVER_CACHE_MAX_READERS", "133"),
        ("cache.readAheadBytes", "RESOLVER_CACHE_READ_AHEAD_BYTES", "1048576"),
        ("waveform.maxRecordingBytes", "RESOLVER_WAVEFORM_MAX_RECORDING_BYTES", "91000000"),
        ("waveform.maxDurationSeconds", "RESOLVER_WAVEFORM_MAX_DURATION_SECONDS", "9200"),
        ("waveform.maxDecodings", "RESOLVER_WAVEFORM_MAX_DECODINGS", "9"),
        ("waveform.maxWaiting", "RESOLVER_WAVEFORM_MAX_WAITING", "10"),
        ("waveform.maxSeconds", "RESOLVER_WAVEFORM_MAX_SECONDS", "11"),
        ("dubber.requestsPerSecond", "RESOLVER_DUBBER_REQUESTS_PER_SECOND", "3"),
        ("dubber.requestsPerDay", "RESOLVER_DUBBER_REQUESTS_PER_DAY", "144"),
        ("dubber.tokenRequestsPerDay", "RESOLVER_DUBBER_TOKEN_REQUESTS_PER_DAY", "155"),
        ("dubber.pageSize", "RESOLVER_DUBBER_PAGE_SIZE", "66"),
        ("dubber.callsPerLookup", "RESOLVER_DUBBER_CALLS_PER_LOOKUP", "7"),
        ("dubber.clockSkewSeconds", "RESOLVER_DUBBER_CLOCK_SKEW_SECONDS", "20"),
        ("dubber.hedgeMilliseconds", "RESOLVER_DUBBER_HEDGE_MILLISECONDS", "800"),
        ("dubber.listener", "RESOLVER_DUBBER_LISTENER", "playback@example.com"),
        ("egress.allowPlainHTTP", "RESOLVER_EGRESS_ALLOW_PLAIN_HTTP", "true"),
        ("egress.allowPrivateAddresses", "RESOLVER_EGRESS_ALLOW_PRIVATE_ADDRESSES", "true"),
        ("log.level", "RESOLVER_LOG_LEVEL", "trace"),
    ]

    /// What a configuration says, with the keys' names.
    func values(_ configuration: ServiceConfiguration) -> [String: String] {
        [
            "http.host": configuration.host, "http.port": "\(configuration.port)",
            "http.publicBaseURL": configuration.publicBaseURL,
            "http.eventLoops": "\(configuration.eventLoops)",
            "http.idleTimeoutSeconds": "\(configuration.idleTimeoutSeconds)",
            "http.shutdownSeconds": "\(configuration.shutdownSeconds)", "data.directory": configuration.dataDirectory,
            "features.callRecordingIntegration": "\(configuration.isFeatureEnabled)",
            "playback.urlLifetimeSeconds": "\(configuration.urlLifetimeSeconds)",
            "playback.graceSeconds": "\(configuration.graceSeconds)",
            "availability.maximumSegments": "\(configuration.maximumSegments)",
            "cache.maxBytes": "\(configuration.cache.maximumBytes)",
            "cache.maxBytesPerEntry": "\(configuration.cache.maximumBytesPerEntry)",
            "cache.sliceBytes": "\(configuration.cache.sliceBytes)",
            "cache.maxRecordingBytes": "\(configuration.cache.maximumRecordingBytes)",
            "cache.maxOpenRecordings": "\(configuration.cache.maximumOpenRecordings)",
            "cache.maxFlights": "\(configuration.cache.maximumFlights)",
            "cache.maxReaders": "\(configuration.cache.maximumReaders)",
            "cache.readAheadBytes": "\(configuration.cache.readAheadBytes)",
            "waveform.maxRecordingBytes": "\(configuration.waveforms.limits.maximumBytes)",
            "waveform.maxDurationSeconds": "\(configuration.waveforms.limits.maximumDurationSeconds)",
            "waveform.maxDecodings": "\(configuration.waveforms.maximumDecodings)",
            "waveform.maxWaiting": "\(configuration.waveforms.maximumWaiting)",
            "waveform.maxSeconds": "\(configuration.waveforms.maximumSeconds)",
            "dubber.requestsPerSecond": "\(configuration.dubber.requestsPerSecond)",
            "dubber.requestsPerDay": "\(configuration.dubber.requestsPerDay)",
            "dubber.tokenRequestsPerDay": "\(configuration.dubber.tokenRequestsPerDay)",
            "dubber.pageSize": "\(configuration.dubber.pageSize)",
            "dubber.callsPerLookup": "\(configuration.dubber.callsPerLookup)",
            "dubber.clockSkewSeconds": "\(configuration.dubber.tolerances.clockSkewSeconds)",
            "dubber.hedgeMilliseconds": "\(configuration.dubber.hedgeDelay.map { Int($0 / .milliseconds(1)) } ?? 0)",
            "dubber.listener": configuration.dubber.listener ?? "",
            "egress.allowPlainHTTP": "\(configuration.egress.allowPlainHTTP)",
            "egress.allowPrivateAddresses": "\(configuration.egress.allowPrivateAddresses)",
            "log.level": configuration.logLevel.rawValue,
        ]
    }
}
