internal import Dubber
internal import Logging
internal import SliceCache
internal import Transport
internal import Waveform

/// One key of the configuration: its name, what is right for it, and where its value goes.
struct ConfigurationKey: Sendable {
    /// Dotted, such as `http.port`.
    let name: String
    /// What a right value is, as a sentence's end: `must be …`.
    let expectation: String
    /// Sets the value, or gives `false` when the text is not right.
    let set: @Sendable (String, inout ServiceConfiguration) -> Bool

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
        ConfigurationKey(name: name, expectation: expectation) { text, configuration in
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
        return ConfigurationKey(name: name, expectation: expectation) { text, configuration in
            guard let number = Number(text), range.contains(number) else { return false }
            configuration[keyPath: path] = number
            return true
        }
    }

    private static func onOff(_ name: String, _ path: Path<Bool>) -> ConfigurationKey {
        ConfigurationKey(name: name, expectation: "true or false") { text, configuration in
            guard let isOn = Bool(text.lowercased()) else { return false }
            configuration[keyPath: path] = isOn
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
        number("http.idleTimeoutSeconds", \.idleTimeoutSeconds, 5...3_600),
        number("http.shutdownSeconds", \.shutdownSeconds, 1...300),
        text("data.directory", \.dataDirectory, "a folder's path"),
        onOff("features.callRecordingIntegration", \.isFeatureEnabled),
        number("playback.urlLifetimeSeconds", \.urlLifetimeSeconds, 10...86_400),
        number("playback.graceSeconds", \.graceSeconds, 0...604_800),
        number("availability.maximumSegments", \.maximumSegments, 1...10_000),
        number("cache.maxBytes", \.cache.maximumBytes, 1 << 20...1 << 50),
        number("cache.maxBytesPerEntry", \.cache.maximumBytesPerEntry, 0...1 << 50),
        number("cache.sliceBytes", \.cache.sliceBytes, 4 << 10...4 << 20),
        number("cache.maxRecordingBytes", \.cache.maximumRecordingBytes, 1 << 20...1 << 40),
        number("cache.maxOpenRecordings", \.cache.maximumOpenRecordings, 8...65_536),
        number("cache.maxFlights", \.cache.maximumFlights, 1...65_536),
        number("cache.maxReaders", \.cache.maximumReaders, 1...1_000_000),
        number("cache.readAheadBytes", \.cache.readAheadBytes, 64 << 10...64 << 20),
        number("waveform.maxRecordingBytes", \.waveforms.limits.maximumBytes, 1 << 20...4 << 30),
        number("waveform.maxDurationSeconds", \.waveforms.limits.maximumDurationSeconds, 60...7 * 86_400),
        number("waveform.maxDecodings", \.waveforms.maximumDecodings, 1...1_000),
        number("waveform.maxWaiting", \.waveforms.maximumWaiting, 0...100_000),
        number("waveform.maxSeconds", \.waveforms.maximumSeconds, 1...3_600),
        number("dubber.requestsPerSecond", \.dubber.requestsPerSecond, 1...1_000),
        number("dubber.requestsPerDay", \.dubber.requestsPerDay, 1...100_000_000),
        number("dubber.tokenRequestsPerDay", \.dubber.tokenRequestsPerDay, 1...1_000_000),
        number("dubber.pageSize", \.dubber.pageSize, 1...500),
        number("dubber.callsPerLookup", \.dubber.callsPerLookup, 1...1_000),
        number("dubber.clockSkewSeconds", \.dubber.tolerances.clockSkewSeconds, 0...3_600),
        ConfigurationKey(
            name: "dubber.hedgeMilliseconds",
            expectation: "a whole number from 0 to 60000"
        ) { text, configuration in
            guard let number = Int(text), (0...60_000).contains(number) else { return false }
            configuration.dubber.hedgeDelay = number == 0 ? nil : .milliseconds(number)
            return true
        },
        ConfigurationKey(name: "dubber.listener", expectation: "an e-mail address, or empty") { text, configuration in
            guard text.isEmpty || text.contains("@") && !text.contains(" ") else { return false }
            configuration.dubber.listener = text.isEmpty ? nil : text
            return true
        },
        onOff("egress.allowPlainHTTP", \.egress.allowPlainHTTP),
        onOff("egress.allowPrivateAddresses", \.egress.allowPrivateAddresses),
        ConfigurationKey(
            name: "log.level",
            expectation: Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        ) { text, configuration in
            guard let level = Logger.Level(rawValue: text.lowercased()) else { return false }
            configuration.logLevel = level
            return true
        },
    ]
}
