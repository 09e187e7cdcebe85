internal import Recordings

/// An entry's host fields, understood.
struct EntryHosts: Sendable {
    private let fields: [HostPosition: String]
    private let peers: [HostPosition: Result<DubberPeer, DubberError>]
    private let isRepeated: Bool

    init(entry: IntegrationEntry, allowPlainHTTP: Bool) {
        fields = [.first: entry.settings.ipAddrOrHost1, .second: entry.settings.ipAddrOrHost2]
        var peers: [HostPosition: Result<DubberPeer, DubberError>] = [:]
        for (position, field) in entry.settings.hostFields {
            do throws(ProviderFailure) {
                let host = try DubberHost(field: field, allowPlainHTTP: allowPlainHTTP)
                peers[position] = .success(DubberPeer(entry: entry, position: position, host: host))
            } catch {
                peers[position] = .failure(.hostNotUsable)
            }
        }
        self.peers = peers
        if case .success(let first) = peers[.first], case .success(let second) = peers[.second] {
            isRepeated = first.host == second.host && first.credentials == second.credentials
        } else {
            isRepeated = false
        }
    }

    /// As configured.
    func field(_ position: HostPosition) -> String {
        fields[position] ?? ""
    }

    func peer(_ position: HostPosition) -> Result<DubberPeer, DubberError> {
        peers[position] ?? .failure(.hostNotUsable)
    }

    /// The hosts that can be asked, in order.
    var usable: [DubberPeer] {
        HostPosition.allCases.compactMap { position in
            reasonToSkip(position) == nil ? try? peer(position).get() : nil
        }
    }

    /// Why a host is passed over: nothing is there to ask.
    func reasonToSkip(_ position: HostPosition) -> String? {
        if peers[position] == nil {
            return "The host field is empty."
        }
        return position == .second && isRepeated ? "The host is the same as the first." : nil
    }

    /// Whether no later host can be asked.
    func isLast(_ position: HostPosition) -> Bool {
        HostPosition.allCases.allSatisfy { $0 <= position || reasonToSkip($0) != nil }
    }
}
