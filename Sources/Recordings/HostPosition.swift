/// Which of an entry's two hosts: `IPAddrOrHost1` or `IPAddrOrHost2`.
package enum HostPosition: Int, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case first = 1
    case second = 2

    package static func < (left: HostPosition, right: HostPosition) -> Bool {
        left.rawValue < right.rawValue
    }
}
