internal import Dubber
internal import Logging
internal import NIOCore
internal import PlaybackAudit
internal import Recordings
internal import SliceCache
internal import Transport
internal import Waveform

/// One key of the configuration: its name, what is right for it, and where its value goes.
struct ConfigurationKey: Sendable {
    /// Dotted, such as `http.port`.
    let name: String
    /// What a right value is, as a sentence's end: `must be …`.
    let expectation: String
    /// Whether the value is a list; its texts come separated by commas.
    var isList = false
    /// Whether the value must not be shown, also not in an error.
    var isSecret = false
    /// The value as a text, to tell whether two configurations differ.
    let get: @Sendable (ServiceConfiguration) -> String
    /// Sets the value, or gives `false` when the text is not right.
    let set: @Sendable (String, inout ServiceConfiguration) -> Bool

    /// Whether a change takes effect while the service runs.
    var isLive: Bool { Self.liveNames.contains(name) }

    private static let liveNames: Set = [
        "http.allowedOrigins", "http.tls.certificateFile", "http.tls.keyFile", "http.maxConnections",
        "http.maxConnectionsPerAddress", "http.proxyAddresses", "http.requestTimeoutSeconds",
        "http.maxMemoryBytes", "http.maxRequestsPerSecond",
        "playback.maxPerUser", "playback.maxPerURL", "playback.maxPerAddress", "playback.stallSeconds",
        "playback.maxPauseSeconds", "availability.maxRequests", "availability.maxRequestsPerToken",
        "availability.maxWaitingRequests", "availability.maxWaitSeconds", "availability.stallSeconds", "log.level",
    ]

    /// The environment variable that overrides the key.
    var variable: String {
        let words = name.split(separator: ".").map { part in
            var word = ""
            for character in part {
                if character.isUppercase, word.last?.isLowercase == true { word.append("_") }
                word.append(character)
            }
            return word.uppercased()
        }
        return Self.variablePrefix + words.joined(separator: "_")
    }

    static let variablePrefix = "RESOLVER_"
}

extension ConfigurationKey {
    private typealias Path<Value> = any WritableKeyPath<ServiceConfiguration, Value> & Sendable

    private static func text(
        _ name: String,
        _ path: Path<String>,
        _ expectation: String = "a text",
        isRight: @escaping @Sendable (String) -> Bool = { !$0.isEmpty }
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, expectation: expectation, get: { $0[keyPath: path] }) { text, configuration in
            guard isRight(text) else { return false }
            configuration[keyPath: path] = text
            return true
        }
    }

    private static func number<Number: FixedWidthInteger & Sendable>(
        _ name: String,
        _ path: Path<Number>,
        _ range: ClosedRange<Number>
    ) -> ConfigurationKey {
        let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return ConfigurationKey(name: name, expectation: expectation, get: { "\($0[keyPath: path])" }) {
            text,
            configuration in
            guard let number = Number(text), range.contains(number) else { return false }
            configuration[keyPath: path] = number
            return true
        }
    }

    private static func onOff(_ name: String, _ path: Path<Bool>) -> ConfigurationKey {
        ConfigurationKey(name: name, expectation: "true or false", get: { "\($0[keyPath: path])" }) {
            text,
            configuration in
            guard let isOn = Bool(text.lowercased()) else { return false }
            configuration[keyPath: path] = isOn
            return true
        }
    }

    private static func list(
        _ name: String,
        _ path: Path<[String]>,
        _ expectation: String,
        isRight: @escaping @Sendable (String) -> Bool
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            expectation: expectation,
            isList: true,
            get: { $0[keyPath: path].joined(separator: ",") }
        ) { text, configuration in
            let items = text.split(separator: ",").map { String($0.trimmingPrefix(" ")) }.filter { !$0.isEmpty }
            guard items.allSatisfy(isRight) else { return false }
            configuration[keyPath: path] = items
            return true
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        (try? SocketAddress(ipAddress: text, port: 0)) != nil
    }

    private static func secret(_ name: String, _ path: Path<Secret>) -> ConfigurationKey {
        ConfigurationKey(name: name, expectation: "a text", isSecret: true, get: { $0[keyPath: path].reveal() }) {
            text,
            configuration in
            configuration[keyPath: path] = Secret(text)
            return true
        }
    }

    private static func isBaseURL(_ text: String) -> Bool {
        text.isEmpty
            || (text.hasPrefix("http://") || text.hasPrefix("https://")) && !text.hasSuffix("/")
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// Every key there is, in the order of the documented file.
    static let all: [ConfigurationKey] = [
        text("http.host", \.host, "a host name or address"),
        number("http.port", \.port, 0...65_535),
        text(
            "http.publicBaseURL",
            \.publicBaseURL,
            "empty, or a URL that begins with http:// or https:// and does not end in a slash",
            isRight: isBaseURL
        ),
        number("http.eventLoops", \.eventLoops, 0...256),
        list(
            "http.allowedOrigins",
            \.allowedOrigins,
            "a list of origins such as https://reports.example.com, in lower case, without path and usual port",
            isRight: CrossOriginRules.isOrigin
        ),
        text("http.tls.certificateFile", \.certificateFile, "a file's path, or empty") { _ in true },
        text("http.tls.keyFile", \.certificateKeyFile, "a file's path, or empty") { _ in true },
        number("http.maxConnections", \.maximumConnections, 1...1_000_000),
        number("http.maxConnectionsPerAddress", \.maximumConnectionsPerAddress, 0...1_000_000),
        list("http.proxyAddresses", \.proxyAddresses, "a list of IP addresses", isRight: isAddress),
        number("http.requestTimeoutSeconds", \.requestTimeoutSeconds, 1...3_600),
        number("http.maxMemoryBytes", \.maximumMemoryBytes, 0...1 << 50),
        number("http.maxRequestsPerSecond", \.maximumRequestsPerSecond, 0...1_000_000),
        number("http.idleTimeoutSeconds", \.idleTimeoutSeconds, 5...3_600),
        number("http.shutdownSeconds", \.shutdownSeconds, 1...300),
        text("data.directory", \.dataDirectory, "a folder's path"),
        text("registry.keyFile", \.registryKeyFile, "a file's path, or empty") { _ in true },
        secret("registry.key", \.registryKey),
        secret("registry.newKey", \.registryNewKey),
        onOff("features.callRecordingIntegration", \.isFeatureEnabled),
        number("playback.urlLifetimeSeconds", \.urlLifetimeSeconds, 10...86_400),
        number("playback.graceSeconds", \.graceSeconds, 0...604_800),
        number("playback.maxPerUser", \.maximumPlaybacksPerUser, 0...1_000_000),
        number("playback.maxPerURL", \.maximumPlaybacksPerURL, 0...1_000_000),
        number("playback.maxPerAddress", \.maximumPlaybacksPerAddress, 0...1_000_000),
        number("playback.stallSeconds", \.stallSeconds, 1...86_400),
        number("playback.maxPauseSeconds", \.maximumPauseSeconds, 1...604_800),
        number("availability.maxRequests", \.maximumAvailabilityRequests, 1...1_000_000),
        number("availability.maxRequestsPerToken", \.maximumAvailabilityRequestsPerToken, 0...1_000_000),
        number("availability.maxWaitingRequests", \.maximumWaitingAvailabilityRequests, 0...1_000_000),
        number("availability.maxWaitSeconds", \.maximumAvailabilityWaitSeconds, 0...300),
        number("availability.stallSeconds", \.availabilityStallSeconds, 1...86_400),
        number("availability.maximumSegments", \.maximumSegments, 1...10_000),
        number("cache.maxBytes", \.cache.maximumBytes, 1 << 20...1 << 50),
        number("cache.maxBytesPerEntry", \.cache.maximumBytesPerEntry, 0...1 << 50),
        number("cache.minimumFreeBytes", \.cache.minimumFreeBytes, 0...1 << 50),
        number("cache.sliceBytes", \.cache.sliceBytes, 4 << 10...4 << 20),
        number("cache.maxRecordingBytes", \.cache.maximumRecordingBytes, 1 << 20...1 << 40),
        number("cache.maxOpenRecordings", \.cache.maximumOpenRecordings, 8...65_536),
        number("cache.maxFlights", \.fetchLimits.running, 1...65_536),
        number("cache.maxFlightsPerHost", \.fetchLimits.runningPerHost, 1...65_536),
        number("cache.maxFlightsPerEntry", \.fetchLimits.runningPerParty, 1...65_536),
        number("cache.maxWaitingFlights", \.fetchLimits.waiting, 0...1_000_000),
        number("cache.maxFlightWaitSeconds", \.fetchLimits.waitSeconds, 1...300),
        number("cache.maxReaders", \.cache.maximumReaders, 1...1_000_000),
        number("cache.firstFetchBytes", \.cache.firstFetchBytes, 4 << 10...64 << 20),
        number("cache.readAheadBytes", \.cache.readAheadBytes, 64 << 10...64 << 20),
        number("cache.fastReadAheadBytes", \.cache.fastReadAheadBytes, 64 << 10...1 << 30),
        number("cache.firstByteWaitSeconds", \.cache.firstByteWaitSeconds, 0...300),
        number("cache.bodyWaitSeconds", \.cache.bodyWaitSeconds, 0...3_600),
        number("waveform.maxRecordingBytes", \.waveforms.limits.maximumBytes, 1 << 20...4 << 30),
        number("waveform.maxDurationSeconds", \.waveforms.limits.maximumDurationSeconds, 60...7 * 86_400),
        number("waveform.maxDecodings", \.waveforms.maximumDecodings, 1...1_000),
        number("waveform.maxWaiting", \.waveforms.maximumWaiting, 0...100_000),
        number("waveform.maxSeconds", \.waveforms.maximumSeconds, 1...3_600),
        text("audit.keyFile", \.audit.keyFile, "a file's path, or empty") { _ in true },
        number("audit.retentionDays", \.audit.retentionDays, 1...36_500),
        number("audit.idleSeconds", \.audit.idleSeconds, 10...86_400),
        number("audit.maxOpenPlaybacks", \.audit.maximumOpen, 1...1_000_000),
        number("dubber.requestsPerSecond", \.dubber.requestsPerSecond, 1...1_000),
        number("dubber.requestsPerDay", \.dubber.requestsPerDay, 1...100_000_000),
        number("dubber.tokenRequestsPerDay", \.dubber.tokenRequestsPerDay, 1...1_000_000),
        number("dubber.maxCalls", \.callLimits.running, 1...65_536),
        number("dubber.maxCallsPerHost", \.callLimits.runningPerHost, 1...65_536),
        number("dubber.maxCallsPerEntry", \.callLimits.runningPerParty, 1...65_536),
        number("dubber.maxWaitingCalls", \.callLimits.waiting, 0...1_000_000),
        number("dubber.maxCallWaitSeconds", \.callLimits.waitSeconds, 1...300),
        number("dubber.pageSize", \.dubber.pageSize, 1...500),
        number("dubber.callsPerLookup", \.dubber.callsPerLookup, 1...1_000),
        number("dubber.searchPercentOfDay", \.dubber.searchPercentOfDay, 0...95),
        number("dubber.maxIndexedRecordings", \.maximumIndexedRecordings, 1_000...1_000_000_000),
        number("dubber.clockSkewSeconds", \.dubber.tolerances.clockSkewSeconds, 0...3_600),
        ConfigurationKey(
            name: "dubber.hedgeMilliseconds",
            expectation: "a whole number from 0 to 60000",
            get: { $0.dubber.hedgeDelay.map { "\($0 / .milliseconds(1))" } ?? "0" }
        ) { text, configuration in
            guard let number = Int(text), (0...60_000).contains(number) else { return false }
            configuration.dubber.hedgeDelay = number == 0 ? nil : .milliseconds(number)
            return true
        },
        ConfigurationKey(
            name: "dubber.listener",
            expectation: "an e-mail address, or empty",
            get: { $0.dubber.listener ?? "" }
        ) { text, configuration in
            guard text.isEmpty || text.contains("@") && !text.contains(" ") else { return false }
            configuration.dubber.listener = text.isEmpty ? nil : text
            return true
        },
        onOff("egress.allowPlainHTTP", \.egress.allowPlainHTTP),
        onOff("egress.allowPrivateAddresses", \.egress.allowPrivateAddresses),
        onOff("metrics.open", \.areMetricsOpen),
        ConfigurationKey(
            name: "log.format",
            expectation: "text or json",
            get: { $0.logFormat.rawValue }
        ) { text, configuration in
            guard let format = LogFormat(rawValue: text.lowercased()) else { return false }
            configuration.logFormat = format
            return true
        },
        ConfigurationKey(
            name: "log.level",
            expectation: Logger.Level.allCases.map(\.rawValue).joined(separator: ", "),
            get: { $0.logLevel.rawValue }
        ) { text, configuration in
            guard let level = Logger.Level(rawValue: text.lowercased()) else { return false }
            configuration.logLevel = level
            return true
        },
    ]
}
