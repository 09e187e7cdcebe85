/// A few users, packed one behind the other.
///
/// Each is a number of bytes, one byte of the name's hash, the name, flags, the scope's numbers, the assigned entry's GUID, and the full name as what is left.
/// Numbers and lengths take seven bits of each byte, so that most are one.
struct UserLeaf: Sendable {
    private enum Flag {
        static let administrator: UInt8 = 1
        static let server: UInt8 = 2
        static let partition: UInt8 = 4
        static let entry: UInt8 = 8
    }

    private var bytes: [UInt8] = []

    init() {}

    /// Room for packed users of so many bytes, and no more.
    init(reservingBytes count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Packs a user behind others.
    ///
    /// - Parameters:
    ///   - user: to pack.
    ///   - tag: a byte of the name's hash.
    ///   - bytes: those of a leaf, or that become part of one.
    static func pack(_ user: ReportingUser, tag: UInt8, onto bytes: inout [UInt8]) {
        let server = user.scope.telSysID.map { Int(UInt32(bitPattern: $0.rawValue)) }
        let partition = user.scope.partIDInTelSys.map { Int(UInt32(bitPattern: $0.rawValue)) }
        let entry = user.recordingPlayback?.rawValue
        let (nameCount, entryCount) = (user.username.utf8.count, entry?.utf8.count)
        // Two are the tag and the flags.
        let count =
            2 + size(of: nameCount) + nameCount + (server.map(size) ?? 0) + (partition.map(size) ?? 0)
            + (entryCount.map { size(of: $0) + $0 } ?? 0) + user.fullName.utf8.count
        append(count, to: &bytes)
        bytes.append(tag)
        append(nameCount, to: &bytes)
        bytes.append(contentsOf: user.username.utf8)
        bytes.append(
            (user.isAdministrator ? Flag.administrator : 0) | (server == nil ? 0 : Flag.server)
                | (partition == nil ? 0 : Flag.partition) | (entry == nil ? 0 : Flag.entry)
        )
        if let server { append(server, to: &bytes) }
        if let partition { append(partition, to: &bytes) }
        if let entry {
            append(entry.utf8.count, to: &bytes)
            bytes.append(contentsOf: entry.utf8)
        }
        bytes.append(contentsOf: user.fullName.utf8)
    }

    /// How many bytes a number takes.
    private static func size(of number: Int) -> Int { max(1, (Int.bitWidth - number.leadingZeroBitCount + 6) / 7) }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// Adds a packed user, of whose name there is none yet.
    mutating func append(_ packed: some Collection<UInt8>) {
        bytes.append(contentsOf: packed)
    }

    /// Puts a user in the place of the one of that name, or behind all.
    ///
    /// - Returns: whether there was none.
    mutating func save(_ user: ReportingUser, tag: UInt8) -> Bool {
        let old = place(of: user.username, tag: tag)
        var packed: [UInt8] = []
        Self.pack(user, tag: tag, onto: &packed)
        bytes.replaceSubrange(old ?? bytes.count..<bytes.count, with: packed)
        return old == nil
    }

    mutating func remove(_ place: Range<Int>) {
        bytes.removeSubrange(place)
    }

    /// Where the user is whose name is this one, in whatever spelling Unicode calls canonically equal.
    ///
    /// - Parameters:
    ///   - name: to look for.
    ///   - tag: the byte of its hash; the hashes of equal names are equal.
    /// - Returns: the bytes of the packed user.
    func place(of name: String, tag: UInt8) -> Range<Int>? {
        var name = name
        return name.withUTF8 { wanted in
            bytes.withUnsafeBytes { bytes in
                var reading = PackedReading(bytes)
                while let user = reading.nextPacked() {
                    guard user.bytes[0] == tag else { continue }
                    let found = Self.name(of: user.bytes)
                    // Most often it is spelled as it was given.
                    if found.elementsEqual(wanted) { return user.place }
                    if String(decoding: found, as: UTF8.self) == String(decoding: wanted, as: UTF8.self) {
                        return user.place
                    }
                }
                return nil
            }
        }
    }

    private static func name(of content: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var reading = PackedReading(content)
        _ = reading.byte()
        let count = reading.number()
        return reading.bytes(count)
    }

    /// What stands behind the length of a packed user.
    private static func content(of packed: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var reading = PackedReading(packed)
        let count = reading.number()
        return reading.bytes(count)
    }

    /// Whether a packed user's name has no other spelling than those bytes, among names in ASCII.
    static func isNameASCII(_ packed: UnsafeRawBufferPointer) -> Bool {
        name(of: content(of: packed)).allSatisfy { $0 < 0x80 }
    }

    static func username(of packed: UnsafeRawBufferPointer) -> String {
        String(decoding: name(of: content(of: packed)), as: UTF8.self)
    }

    /// The user at a place.
    func user(at place: Range<Int>) -> ReportingUser {
        bytes.withUnsafeBytes { Self.user(UnsafeRawBufferPointer(rebasing: $0[place])) }
    }

    static func user(_ packed: UnsafeRawBufferPointer) -> ReportingUser {
        var reading = PackedReading(content(of: packed))
        _ = reading.byte()
        let username = reading.text(reading.number())
        let flags = reading.byte()
        let server = flags & Flag.server == 0 ? nil : TelSysID(reading.number32())
        let partition = flags & Flag.partition == 0 ? nil : PartIDInTelSys(reading.number32())
        let entry = flags & Flag.entry == 0 ? nil : CallRecIntGUID(reading.text(reading.number()))
        let scope = server.map { server in
            partition.map { Scope.partition(server, $0) } ?? .telephonyServer(server)
        }
        return ReportingUser(
            username: username,
            fullName: reading.text(reading.left),
            scope: scope ?? .applicationWide,
            recordingPlayback: entry,
            isAdministrator: flags & Flag.administrator != 0
        )
    }

    var users: [ReportingUser] { places.map { user(at: $0) } }

    private var places: [Range<Int>] {
        bytes.withUnsafeBytes { bytes in
            var reading = PackedReading(bytes)
            var places: [Range<Int>] = []
            while let user = reading.nextPacked() { places.append(user.place) }
            return places
        }
    }

    /// Divides the leaf.
    ///
    /// - Parameter isMoved: whether a user of this name goes into the other.
    /// - Returns: the other.
    mutating func divide(_ isMoved: (String) -> Bool) -> UserLeaf {
        var (staying, moved) = (UserLeaf(), UserLeaf())
        for place in places {
            if isMoved(user(at: place).username) {
                moved.append(bytes[place])
            } else {
                staying.append(bytes[place])
            }
        }
        self = staying
        return moved
    }
}
