import ExampleCompany
import Foundation
import Recordings
import Resolution

/// What it costs to decide whose recording account is asked for a user's report, with all that is said of why, among few users and among a million.
struct ResolutionBench {
    static let sizes = [1_000, 100_000, 1_000_000]
    private static let entries = 20_000
    private static let servers = 1_000
    private static let requests = 100_000
    private static let rounds = 5

    /// Prints for each number of users how many microseconds a decision takes: the median of some rounds, each of other users.
    func run() throws {
        for size in Self.sizes {
            let snapshot = Self.snapshot(users: size)
            let rounds = try (0..<Self.rounds).map { try Self.microseconds(round: $0, among: size, in: snapshot) }
            print("\(size) users: \(String(format: "%.3f", rounds.sorted()[rounds.count / 2])) us")
        }
    }

    private struct Undecided: Error {
        let username: String
    }

    private static func microseconds(round: Int, among size: Int, in snapshot: RegistrySnapshot) throws -> Double {
        let resolver = EntryResolver(isFeatureEnabled: true)
        // By far apart users: whoever comes next is not beside the one before in memory.
        let requests = (0..<requests).map { number in
            let user = (number * 7_919 + round * 104_729) % size
            return ResolutionRequest(username: username(user), telSysID: server(of: user))
        }
        let duration = try ContinuousClock().measure {
            for request in requests {
                guard case .entry = resolver.resolve(request, in: snapshot).verdict else {
                    throw Undecided(username: request.username)
                }
            }
        }
        return duration / .microseconds(1) / Double(requests.count)
    }

    private static func username(_ number: Int) -> String {
        String(format: "user.%07ld@example.com", number)
    }

    private static func guid(of user: Int) -> CallRecIntGUID {
        CallRecIntGUID("6917876061b72704:62272b78:17c939e2202:-\(String(user % entries, radix: 16))")
    }

    private static func server(of user: Int) -> TelSysID {
        TelSysID(Int32(user % entries % servers))
    }

    private static func snapshot(users: Int) -> RegistrySnapshot {
        var filling = UsersByName.Filling()
        for number in 0..<users {
            filling.append(
                ReportingUser(
                    username: username(number),
                    fullName: "Robin Example \(number)",
                    scope: .telephonyServer(server(of: number)),
                    recordingPlayback: guid(of: number),
                    isAdministrator: false
                )
            )
        }
        let all = (0..<servers).map { number in
            TelephonyServer(telSysID: server(of: number), description: "Server", isDemonstrationSimulator: false)
        }
        let accounts = (0..<entries).map { number in
            IntegrationEntry(example: guid(of: number), .telephonyServer(server(of: number)), "Account \(number)")
        }
        return RegistrySnapshot(
            telephonyServers: SharedTable(all, by: \.telSysID),
            users: UsersByName.filled([filling]).users,
            entries: SharedTable(accounts, by: \.callRecIntGUID)
        )
    }
}
