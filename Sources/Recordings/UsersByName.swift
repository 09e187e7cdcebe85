/// Users by name, as Unicode's canonical equivalence compares names: packed, so that a million of them take little memory, and a changed copy shares with
/// the original all that did not change.
///
/// A user lies in the leaf that the hash of the name says. Leaves are divided one by one as users come (linear hashing), so that no change moves more than a
/// few users, among however many.
package struct UsersByName: Sendable {
    /// As many as are looked through in a fraction of a microsecond, and copied in one.
    static let usersOfLeaf = 16

    private var leaves: SharedTable<Int, UserLeaf>
    private var leafCount: Int
    package private(set) var count: Int

    package init() {
        leaves = [:]
        leafCount = 1
        count = 0
    }

    /// Users, of whom the last of two with one name counts.
    package init(_ users: some Sequence<ReportingUser>) {
        self.init()
        for user in users { save(user) }
    }

    init(_ leaves: [UserLeaf], count: Int) {
        self.leaves = [:]
        for (number, leaf) in leaves.enumerated() where !leaf.isEmpty { self.leaves[number] = leaf }
        leafCount = leaves.count
        self.count = count
    }

    package var isEmpty: Bool { count == 0 }

    /// The users' names, as each is spelled here, in no order.
    package var keys: [String] { map(\.username) }

    /// The user whose name is this one, in whatever spelling Unicode calls canonically equal.
    package subscript(name: String) -> ReportingUser? {
        let hash = Self.hash(of: name)
        guard let leaf = leaves[leaf(of: hash)] else { return nil }
        return leaf.place(of: name, tag: Self.tag(of: hash)).map { leaf.user(at: $0) }
    }

    /// Puts a user in place, instead of the one whose name is the same in whatever spelling.
    package mutating func save(_ user: ReportingUser) {
        let hash = Self.hash(of: user.username)
        let number = leaf(of: hash)
        var leaf = leaves[number] ?? UserLeaf()
        let isNew = leaf.save(user, tag: Self.tag(of: hash))
        leaves[number] = leaf
        guard isNew else { return }
        count += 1
        if count > leafCount * Self.usersOfLeaf { divide() }
    }

    /// Takes the user away whose name is this one, in whatever spelling.
    package mutating func remove(named name: String) {
        let hash = Self.hash(of: name)
        let number = leaf(of: hash)
        guard var leaf = leaves[number], let place = leaf.place(of: name, tag: Self.tag(of: hash)) else { return }
        leaf.remove(place)
        leaves[number] = leaf.isEmpty ? nil : leaf
        count -= 1
    }

    /// Divides the next leaf: the one whose number is the new one's without its highest bit.
    private mutating func divide() {
        let new = leafCount
        leafCount += 1
        let old = new & ~(1 << (Int.bitWidth - 1 - new.leadingZeroBitCount))
        guard var leaf = leaves[old] else { return }
        let other = leaf.divide { name in self.leaf(of: Self.hash(of: name)) == new }
        leaves[old] = leaf.isEmpty ? nil : leaf
        leaves[new] = other.isEmpty ? nil : other
    }

    /// Which leaf a name's hash belongs to: its low bits, and where there is no such leaf yet, those without the highest.
    private func leaf(of hash: UInt64) -> Int {
        Self.leaf(of: hash, among: leafCount)
    }

    static func leaf(of hash: UInt64, among count: Int) -> Int {
        let bits = Int.bitWidth - (count - 1).leadingZeroBitCount
        let number = Int(truncatingIfNeeded: hash & ((1 << UInt64(bits)) - 1))
        return number < count ? number : number & ~(1 << (bits - 1))
    }

    /// Equal for names that are canonically equal.
    static func hash(of name: String) -> UInt64 { UInt64(bitPattern: Int64(name.hashValue)) }

    /// Of bits that do not say which leaf.
    static func tag(of hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash >> 56) }
}

extension UsersByName: Sequence {
    /// In no order.
    package func makeIterator() -> some IteratorProtocol<ReportingUser> {
        leaves.values.lazy.flatMap(\.users).makeIterator()
    }
}

extension UsersByName: Equatable {
    package static func == (left: UsersByName, right: UsersByName) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.username] == $0 }
    }
}
