internal import PrometheusMetrics

/// Every metric by its name; `Metrics.md` tells of each.
enum MetricName: String, CaseIterable, Sendable {
    case httpRequests = "resolver_http_requests_total"
    case httpSeconds = "resolver_http_request_seconds"
    case audioAnswers = "resolver_audio_answers_total"
    case audioSentBytes = "resolver_audio_sent_bytes_total"
    case audioFirstByteSeconds = "resolver_audio_first_byte_seconds"
    case audioFailures = "resolver_audio_failures_total"
    case peaksAnswers = "resolver_peaks_answers_total"
    case availabilityResults = "resolver_availability_results_total"
    case providerCallSeconds = "resolver_provider_call_seconds"
    case hostUp = "resolver_host_up"
    case quotaRemaining = "resolver_quota_remaining_today"
    case cacheRecordings = "resolver_cache_recordings"
    case cacheStoredBytes = "resolver_cache_stored_bytes"
    case cacheMaximumBytes = "resolver_cache_maximum_bytes"
    case cacheOpenRecordings = "resolver_cache_open_recordings"
    case cacheFlights = "resolver_cache_flights"
    case cacheReaders = "resolver_cache_readers"
    case cacheUpstreamRequests = "resolver_cache_upstream_requests_total"
    case cacheUpstreamBytes = "resolver_cache_upstream_bytes_total"
    case cacheRemoved = "resolver_cache_removed_total"
    case cacheStorageFailures = "resolver_cache_storage_failures_total"
    case connections = "resolver_connections"
    case listeners = "resolver_listeners"
    case playbacksOpen = "resolver_playbacks_open"
    case transfers = "resolver_transfers"
    case transferPlaces = "resolver_transfer_places"
    case transfersRefused = "resolver_transfers_refused_total"
    case auditRows = "resolver_audit_rows_total"
    case auditLostRows = "resolver_audit_lost_rows_total"
    case residentBytes = "process_resident_memory_bytes"
    case openFiles = "process_open_fds"
    case maximumFiles = "process_max_fds"
    case startTime = "process_start_time_seconds"

    var help: String {
        switch self {
        case .httpRequests: "Requests answered by the ordinary routes, by route, method and status."
        case .httpSeconds: "Time until an ordinary route had its answer ready, by route."
        case .audioAnswers: "Audio answers with a body, by entry, way and how much of them was cached."
        case .audioSentBytes: "Audio bytes given to listeners' connections, by entry and way."
        case .audioFirstByteSeconds:
            "Time until an audio answer of the ordinary route had its first bytes, by entry and cache."
        case .audioFailures: "Audio answers refused, failed or broken off on the service's side, by code."
        case .peaksAnswers: "Answers with the peaks of a recording, or that one's own are still right, by entry."
        case .availabilityResults: "Rows of availability answers, by state."
        case .providerCallSeconds: "Calls to the provider's API, by entry, host, operation and outcome."
        case .hostUp:
            "Whether a host is asked: 1, 0.5 while one request tries it, 0 while it is left alone or cannot be."
        case .quotaRemaining: "What is left of a key's requests today, by entry, host and position."
        case .cacheRecordings: "Recordings in the audio cache."
        case .cacheStoredBytes: "Bytes of audio on disk."
        case .cacheMaximumBytes: "The limit of bytes of audio on disk."
        case .cacheOpenRecordings: "Recordings whose file is open."
        case .cacheFlights: "Fetches from the provider's store under way."
        case .cacheReaders: "Readers of the audio cache: audio answers of the ordinary route being sent."
        case .cacheUpstreamRequests: "Requests to the provider's store."
        case .cacheUpstreamBytes: "Bytes received from the provider's store."
        case .cacheRemoved: "Recordings removed from the cache: evicted for room, or expired at the provider."
        case .cacheStorageFailures: "Recordings streamed uncached because disk or index failed."
        case .connections: "Connections of clients."
        case .listeners:
            "Who listens: a user and a recording, while an answer is being sent or was asked for within half a minute."
        case .playbacksOpen: "Playbacks under way: nothing was asked for no longer than the audit's idle time."
        case .transfers: "Transfers with the provider: running, paused by a slow reader, waiting for room."
        case .transferPlaces:
            "The same by lane, calls of the provider's API or audio from its store: running, or waiting for a place."
        case .transfersRefused: "Transfers that found no place in time, or no room to wait for one, by lane."
        case .auditRows: "Rows written to the audit."
        case .auditLostRows: "Rows that the audit could not keep; anything but 0 needs an explanation."
        case .residentBytes: "Resident memory."
        case .openFiles: "Open file descriptors."
        case .maximumFiles: "The limit of open file descriptors."
        case .startTime: "Start of the process, in seconds since 1970."
        }
    }

    static let descriptions = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, PrometheusMetrics.Description(help: $0.help)) }
    )
}
