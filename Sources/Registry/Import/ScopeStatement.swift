internal import Recordings

/// What a file says of the component that an entry or user belongs to: each number given, `-1` for all, or nothing.
///
/// Null says as little as absence: serializers write it for members that nobody set.
struct ScopeStatement: Sendable, Hashable {
    enum Place: Sendable, Hashable {
        case unsaid
        /// Written as `-1`.
        case all
        case number(Int32)
    }

    /// Says nothing.
    static let unsaid = ScopeStatement(telSysID: .unsaid, partIDInTelSys: .unsaid)

    private let telSysID: Place
    private let partIDInTelSys: Place

    private init(telSysID: Place, partIDInTelSys: Place) {
        self.telSysID = telSysID
        self.partIDInTelSys = partIDInTelSys
    }

    /// Reads both numbers of an object.
    ///
    /// - Throws: `ImportProblem` for a Partition's number without the server that it counts in.
    init<Key>(_ keys: ImportKeys<Key>, telSysID: Key, partIDInTelSys: Key) throws {
        let statement = ScopeStatement(
            telSysID: try keys.place(telSysID),
            partIDInTelSys: try keys.place(partIDInTelSys)
        )
        switch (statement.telSysID, statement.partIDInTelSys) {
        case (.unsaid, .number), (.unsaid, .all):
            throw keys.problem(partIDInTelSys, "counts within a Telephony Server; telSysID is missing")
        case (.all, .number):
            throw keys.problem(partIDInTelSys, "a Partition is of one Telephony Server; telSysID says all")
        default: self = statement
        }
    }

    /// The component that is meant, for something that belongs to `current` already, or is new.
    ///
    /// What is not said of something that exists stays, so that nothing gets a wider scope because a file leaves a member out; something new
    /// belongs to everything that is not narrowed.
    func scope(current: Scope?) -> Scope {
        switch telSysID {
        case .unsaid: current ?? .applicationWide
        case .all: .applicationWide
        case .number(let server):
            Scope(telSysID: server, partIDInTelSys: partition(current?.partIDInTelSys?.rawValue))
        }
    }

    private func partition(_ current: Int32?) -> Int32? {
        switch partIDInTelSys {
        case .unsaid: current
        case .all: nil
        case .number(let number): number
        }
    }
}

/// The object `scope` of a user.
struct ImportedScope: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telSysID
        case partIDInTelSys
    }

    let statement: ScopeStatement

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        statement = try ScopeStatement(keys, telSysID: .telSysID, partIDInTelSys: .partIDInTelSys)
    }
}
