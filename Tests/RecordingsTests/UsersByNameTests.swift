import Recordings
import Testing

/// Packed users against users in a dictionary.
struct UsersByNameTests {
    /// All that a user may be: each kind of scope, numbers of each length, texts of each length and script.
    private static let users: [ReportingUser] = {
        let names = [
            "a", "user.0000001@example.com", "Åsa", "A\u{30A}nna", "محمد", "\"<b>&'", " ", "\u{0}",
            String(repeating: "n", count: 128), String(repeating: "é", count: 10_000),
        ]
        let scopes: [Scope] = [
            .applicationWide, .telephonyServer(TelSysID(0)), .telephonyServer(TelSysID(.max)),
            .partition(TelSysID(127), PartIDInTelSys(128)), .partition(TelSysID(.max), PartIDInTelSys(.max)),
            .partition(TelSysID(-1), PartIDInTelSys(.min)),
        ]
        let entries = [nil, "e", "6917876061b72704:62272b78:17c939e2202:-7d6f", ""].map {
            $0.map { CallRecIntGUID($0) }
        }
        return names.enumerated().flatMap { index, name in
            scopes.enumerated().flatMap { place, scope in
                entries.enumerated().map { which, entry in
                    ReportingUser(
                        username: "\(name)\(place)\(which)",
                        fullName: which == 0 ? "" : String(repeating: name, count: which),
                        scope: scope,
                        recordingPlayback: entry,
                        isAdministrator: index.isMultiple(of: 2)
                    )
                }
            }
        }
    }()

    private static func user(_ name: String, _ fullName: String = "") -> ReportingUser {
        ReportingUser(
            username: name,
            fullName: fullName,
            scope: .applicationWide,
            recordingPlayback: nil,
            isAdministrator: false
        )
    }

    @Test("Every user comes out as it went in, one by one and together")
    func whole() {
        var (first, second) = (UsersByName.Filling(), UsersByName.Filling())
        for (number, user) in Self.users.enumerated() {
            if number.isMultiple(of: 3) { first.append(user) } else { second.append(user) }
        }
        let filled = UsersByName.filled([first, second])
        #expect(filled.others.isEmpty)
        for users in [UsersByName(Self.users), filled.users] {
            #expect(users.count == Self.users.count)
            for user in Self.users { #expect(users[user.username] == user) }
            #expect(Set(users) == Set(Self.users))
            #expect(Set(users.keys) == Set(Self.users.map(\.username)))
            #expect(users["nobody"] == nil && users[""] == nil)
        }
        #expect(UsersByName(Self.users) == filled.users)
        #expect(UsersByName(Self.users) != UsersByName(Self.users.dropLast()))
    }

    @Test("Changes in any order leave what they say, and a copy from before as it was", arguments: [UInt64(1), 2, 3])
    func changes(seed: UInt64) {
        var state = seed
        func random(_ bound: Int) -> Int {
            // As a linear congruential generator has it, so that a seed tells the whole course.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var users = UsersByName()
        var expected: [String: ReportingUser] = [:]
        var copies: [(UsersByName, [String: ReportingUser])] = []
        for step in 0..<6_000 {
            let name = "user \(random(900))"
            if random(3) == 0 {
                users.remove(named: name)
                expected[name] = nil
            } else {
                let user = Self.user(name, "step \(step)")
                users.save(user)
                expected[name] = user
            }
            if step.isMultiple(of: 1_000) { copies.append((users, expected)) }
        }
        for (users, expected) in copies + [(users, expected)] {
            #expect(users.count == expected.count)
            #expect(Set(users) == Set(expected.values))
            for number in 0..<900 { #expect(users["user \(number)"] == expected["user \(number)"]) }
        }
        for name in expected.keys { users.remove(named: name) }
        #expect(users.isEmpty && Set(users).isEmpty && users == UsersByName())
    }

    /// A name in the spelling whose bytes come first, and in another.
    static let spellings = [("Kelvin", "\u{212A}elvin"), ("A\u{30A}sa", "\u{C5}sa"), ("\u{C5}sa", "\u{212B}sa")]

    @Test("A name is one name in every spelling, and keeps the one that it came in last", arguments: spellings)
    func spelling(first: String, second: String) {
        let (one, other) = (Self.user(first, "one"), Self.user(second, "other"))
        var users = UsersByName(Self.users)
        users.save(one)
        #expect(users[second] == one)
        users.save(other)
        #expect(users[first] == other)
        #expect(users[first].map { Array($0.username.utf8) } == Array(second.utf8))
        #expect(users.count == Self.users.count + 1)
        users.remove(named: first)
        #expect(users[second] == nil && users.count == Self.users.count)
    }

    @Test("Of two spellings that come together the one whose bytes come first is the one", arguments: spellings)
    func togetherSpelled(first: String, second: String) {
        let (one, other) = (Self.user(first, "one"), Self.user(second, "other"))
        for order in [[one, other], [other, one]] {
            var filling = UsersByName.Filling()
            for user in order { filling.append(user) }
            let filled = UsersByName.filled([filling])
            #expect(filled.others.map(\.fullName) == ["other"])
            #expect(filled.users[second]?.fullName == "one")
            #expect(filled.users.count == 1)
        }
    }
}
