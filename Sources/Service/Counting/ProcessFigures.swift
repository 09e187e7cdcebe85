internal import Foundation
internal import PrometheusMetrics

/// What the system knows of the process.
///
/// Source: proc(5).
enum ProcessFigures {
    static let startedAt = Date()

    static var samples: [MetricSample] {
        var samples = [MetricSample(.startTime, startedAt.timeIntervalSince1970.rounded())]
        if let pages = statm.dropFirst().first { samples.append(MetricSample(.residentBytes, pages * pageBytes)) }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            samples.append(MetricSample(.openFiles, files))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            samples.append(MetricSample(.maximumFiles, limit.rlim_cur))
        }
        return samples
    }

    private static let pageBytes = sysconf(Int32(_SC_PAGESIZE))

    /// Sizes in pages: all, then resident.
    private static var statm: [Int] {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int($0) }
    }
}
