internal import NIOCore
internal import Recordings

/// One key of the configuration: its name, what it is for, what is right for it, when a change of it counts, and where its value goes.
///
/// Everything that tells of keys (the loader, the documented file, a reload) reads it here.
struct ConfigurationKey: Sendable {
    /// When a value that was changed in the file comes into force.
    enum Effect: Sendable, Hashable {
        case restart
        /// When the configuration is read again, while the service runs.
        case reload
        /// The same while TLS is served before and after; to switch it on or off takes a restart.
        case reloadOfTLS
    }

    /// Dotted, such as `http.port`.
    let name: String
    let effect: Effect
    /// What it is for, in sentences.
    let help: String
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
    /// Takes the value of one configuration over into another.
    let copy: @Sendable (_ from: ServiceConfiguration, _ into: inout ServiceConfiguration) -> Void

    /// Whether a change counts without a restart, where TLS is to be served and was not, or the other way round.
    func isLive(isSwitchingTLS: Bool) -> Bool {
        switch effect {
        case .restart: false
        case .reload: true
        case .reloadOfTLS: !isSwitchingTLS
        }
    }

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

    /// Every key there is, in the order of the documented file.
    static let all =
        http + data + registry + features + playback + availability + cache + waveform + audit + dubber + egress
        + console + oidc + metrics + log
}

/// The kinds of keys.
extension ConfigurationKey {
    typealias Path<Value> = any WritableKeyPath<ServiceConfiguration, Value> & Sendable

    /// A key whose value is told by `text`, and read by `read`, which gives `nil` for a text that is not right.
    static func value<Value: Sendable>(
        _ name: String,
        _ path: Path<Value>,
        _ effect: Effect,
        _ help: String,
        expectation: String,
        text: @escaping @Sendable (Value) -> String,
        read: @escaping @Sendable (String) -> Value?
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            effect: effect,
            help: help,
            expectation: expectation,
            get: { text($0[keyPath: path]) },
            set: { text, configuration in
                guard let value = read(text) else { return false }
                configuration[keyPath: path] = value
                return true
            },
            copy: { $1[keyPath: path] = $0[keyPath: path] }
        )
    }

    static func text(
        _ name: String,
        _ path: Path<String>,
        _ effect: Effect,
        _ help: String,
        expectation: String,
        isRight: @escaping @Sendable (String) -> Bool
    ) -> ConfigurationKey {
        value(
            name,
            path,
            effect,
            help,
            expectation: expectation,
            text: { $0 },
            read: { isRight($0) ? $0 : nil }
        )
    }

    static func file(_ name: String, _ path: Path<String>, _ effect: Effect, _ help: String) -> ConfigurationKey {
        text(name, path, effect, help, expectation: "a file's path, or empty", isRight: { _ in true })
    }

    static func number<Number: FixedWidthInteger & Sendable>(
        _ name: String,
        _ path: Path<Number>,
        _ range: ClosedRange<Number>,
        _ effect: Effect,
        _ help: String
    ) -> ConfigurationKey {
        value(
            name,
            path,
            effect,
            help,
            expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            text: { "\($0)" },
            read: { Number($0).flatMap { range.contains($0) ? $0 : nil } }
        )
    }

    static func onOff(_ name: String, _ path: Path<Bool>, _ effect: Effect, _ help: String) -> ConfigurationKey {
        value(
            name,
            path,
            effect,
            help,
            expectation: "true or false",
            text: { "\($0)" },
            read: { Bool($0.lowercased()) }
        )
    }

    static func list(
        _ name: String,
        _ path: Path<[String]>,
        _ effect: Effect,
        _ help: String,
        expectation: String,
        isRight: @escaping @Sendable (String) -> Bool
    ) -> ConfigurationKey {
        var key = value(
            name,
            path,
            effect,
            help,
            expectation: expectation,
            text: { $0.joined(separator: ",") },
            read: { text in
                let items = text.split(separator: ",").map { String($0.trimmingPrefix(" ")) }.filter { !$0.isEmpty }
                return items.allSatisfy(isRight) ? items : nil
            }
        )
        key.isList = true
        return key
    }

    static func secret(_ name: String, _ path: Path<Secret>, _ effect: Effect, _ help: String) -> ConfigurationKey {
        var key = value(
            name,
            path,
            effect,
            help,
            expectation: "a text",
            text: { $0.reveal() },
            read: { Secret($0) }
        )
        key.isSecret = true
        return key
    }

    static func isAddress(_ text: String) -> Bool {
        (try? SocketAddress(ipAddress: text, port: 0)) != nil
    }

    static func isBaseURL(_ text: String) -> Bool {
        text.isEmpty
            || (text.hasPrefix("http://") || text.hasPrefix("https://")) && !text.hasSuffix("/")
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
