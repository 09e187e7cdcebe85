internal import Recordings

extension DebugAnswer {
    /// The answer for a terminal.
    var readable: String {
        var lines = ["\(verdict.state.rawValue) (\(verdict.reason))", verdict.message, "Remedy: \(verdict.remedy)", ""]
        lines.append("Rules")
        lines += resolution.rules.map { "  \(padded($0.outcome, 8)) \(padded($0.rule, 22)) \($0.detail)" }
        if !hosts.isEmpty { lines += ["", "Hosts"] }
        for host in hosts {
            lines.append("  \(host.position). \(host.host): \(host.outcome). \(host.detail)")
            lines += host.calls.map { call in
                let status = call.status.value.map(String.init) ?? "no answer"
                let code = call.code.value.map { ", code \($0)" } ?? ""
                return "       \(call.method) \(call.path): \(status)\(code), \(call.milliseconds) ms"
            }
        }
        if !match.candidates.isEmpty { lines += ["", "Candidates"] }
        for candidate in match.candidates {
            lines.append("  \(candidate.recordingID): \(candidate.verdict)")
            lines += candidate.criteria.map { "       \(padded($0.outcome, 8)) \(padded($0.name, 20)) \($0.detail)" }
        }
        if let cache = cache.value {
            lines += [
                "",
                "Cache: \(cache.state), \(cache.cachedBytes) of \(cache.sizeBytes.value.map(String.init) ?? "?") bytes",
            ]
        }
        lines += quota.map { "Quota of \($0.host): \($0.remainingToday) left today, \($0.perSecond) a second" }
        // Names and sentences of the registry and the provider stay on their lines.
        return lines.map { PrintableText.of($0) }.joined(separator: "\n")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
