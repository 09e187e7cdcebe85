/// How log lines are written; the raw value is the configuration's.
package enum LogFormat: String, Sendable, CaseIterable {
    case text, json
}
