internal import Dispatch

extension UsersByName {
    /// Many users that are put together at once, each in its final place: with no more memory meanwhile than they take twice.
    package struct Filling: Sendable {
        /// More than the allocator keeps for others when it is let go of, so that what the leaves lie behind is given back to the system.
        private static let blockBytes = 40 << 20

        private static let roomForOne = 1 << 16

        /// Packed users, each behind the hash of its name.
        private var blocks: [[UInt8]] = []
        private var block: [UInt8] = []
        package private(set) var count = 0

        package init() {
            block.reserveCapacity(Self.blockBytes)
        }

        /// Adds a user; the names may come in any order.
        package mutating func append(_ user: ReportingUser) {
            let hash = UsersByName.hash(of: user.username)
            withUnsafeBytes(of: hash) { block.append(contentsOf: $0) }
            UserLeaf.pack(user, tag: UsersByName.tag(of: hash), onto: &block)
            count += 1
            guard block.count >= Self.blockBytes - Self.roomForOne else { return }
            blocks.append(block)
            block = []
            block.reserveCapacity(Self.blockBytes)
        }

        /// Gives each user as it is packed, with its length before it, and its name's hash.
        fileprivate func forEach(_ take: (UInt64, UnsafeRawBufferPointer) -> Void) {
            for block in blocks + [block] {
                block.withUnsafeBytes { bytes in
                    var reading = PackedReading(bytes)
                    while reading.left > 0 {
                        let hash = reading.bytes(MemoryLayout<UInt64>.size).loadUnaligned(as: UInt64.self)
                        guard let packed = reading.nextPacked() else { return }
                        take(hash, UnsafeRawBufferPointer(rebasing: bytes[packed.place]))
                    }
                }
            }
        }
    }

    /// In how many parts leaves are filled at once: most of the time goes to waiting for memory.
    private static let parts = 2

    /// Puts all users together.
    ///
    /// Names in ASCII are not looked for among those that are in place: of those no two are equal that differ in their bytes. One in another alphabet can
    /// be equal to one in ASCII (U+212A, the Kelvin sign, to K), and so comes after all of those.
    ///
    /// - Parameter fillings: in which they are; no two of their names have the same bytes.
    /// - Returns: the users, and those whose name another has in another spelling: of such the one whose bytes come first is among the users.
    package static func filled(_ fillings: [Filling]) -> (users: UsersByName, others: [ReportingUser]) {
        let count = fillings.reduce(0) { $0 + $1.count }
        let leafCount = Swift.max(1, (count + usersOfLeaf - 1) / usersOfLeaf)
        var sizes = [Int](repeating: 0, count: leafCount)
        var isASCIIOnly = true
        for filling in fillings {
            filling.forEach { hash, packed in
                sizes[leaf(of: hash, among: leafCount)] += packed.count
                isASCIIOnly = isASCIIOnly && UserLeaf.isNameASCII(packed)
            }
        }
        var leaves = sizes.map(UserLeaf.init(reservingBytes:))
        var others: [ReportingUser] = []
        leaves.withUnsafeMutableBufferPointer { leaves in
            // Each part has leaves that no other touches.
            nonisolated(unsafe) let leaves = leaves
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                for filling in fillings {
                    filling.forEach { hash, packed in
                        let number = leaf(of: hash, among: leafCount)
                        guard number % parts == part, UserLeaf.isNameASCII(packed) else { return }
                        leaves[number].append(packed)
                    }
                }
            }
        }
        guard !isASCIIOnly else { return (UsersByName(leaves, count: count), []) }
        for filling in fillings {
            filling.forEach { hash, packed in
                guard !UserLeaf.isNameASCII(packed) else { return }
                let other = leaves[leaf(of: hash, among: leafCount)].add(packed, tag: tag(of: hash))
                if let other { others.append(other) }
            }
        }
        return (UsersByName(leaves, count: count - others.count), others)
    }
}

extension UserLeaf {
    /// Adds a packed user, unless there is one of that name.
    ///
    /// - Returns: which of the two has no place here.
    fileprivate mutating func add(_ packed: UnsafeRawBufferPointer, tag: UInt8) -> ReportingUser? {
        guard let place = place(of: Self.username(of: packed), tag: tag) else {
            append(packed)
            return nil
        }
        let (user, first) = (Self.user(packed), self.user(at: place))
        guard user.username.utf8.lexicographicallyPrecedes(first.username.utf8) else { return user }
        _ = save(user, tag: tag)
        return first
    }
}
