internal import Foundation

/// Memory as the system counts it.
package enum MemoryFigures {
    /// Of what the system or the container gives, where nothing is configured.
    static let share = 0.75

    /// The text of `memory.max` of the process's control group.
    ///
    /// Source: cgroups(7): the group is named in `/proc/self/cgroup`; within a container the name is `/`.
    static func groupLimit() -> String? {
        let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        let path = groups.split(separator: "\n").first { $0.hasPrefix("0::") }?.dropFirst(3) ?? "/"
        return try? String(contentsOfFile: "/sys/fs/cgroup\(path)/memory.max", encoding: .utf8)
    }

    /// What may be held where nothing is configured.
    ///
    /// - Parameters:
    ///   - group: the text of `memory.max` of the process's control group, `max` without a limit (Linux, cgroup-v2).
    ///   - machineBytes: of the whole machine.
    /// - Returns: bytes.
    package static func given(group: String?, machineBytes: UInt64) -> Int {
        let groupBytes = group.flatMap { UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return Int(Double(min(groupBytes ?? machineBytes, machineBytes)) * share)
    }

    /// Resident memory that is no file's: mapped audio goes when the system wants it to.
    ///
    /// Source: proc(5), `statm`: pages in all, resident, of those shared with files.
    package static func ownBytes(statm: String) -> Int {
        let pages = statm.split(separator: " ").prefix(3).compactMap { Int($0) }
        guard pages.count == 3 else { return 0 }
        return max(0, pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE))
    }
}
