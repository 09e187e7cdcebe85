/// What an import did.
package struct ImportSummary: Hashable, Sendable {
    /// The kinds of object in the order they are imported; the raw value is the file's key.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case telephonyServers
        case partitions
        case callRecInts
        case users

        /// The key of one object in a line.
        package var ofOne: String {
            switch self {
            case .telephonyServers: "telephonyServer"
            case .partitions: "partition"
            case .callRecInts: "callRecInt"
            case .users: "user"
            }
        }
    }

    /// How many objects of one kind met which fate.
    package struct Counts: Hashable, Sendable {
        package internal(set) var inserted = 0
        package internal(set) var changed = 0
        /// Equal to what was there, or not there though it was to be deleted; nothing was written.
        package internal(set) var unchanged = 0
        package internal(set) var deleted = 0

        package init(inserted: Int = 0, changed: Int = 0, unchanged: Int = 0, deleted: Int = 0) {
            self.deleted = deleted
            self.inserted = inserted
            self.changed = changed
            self.unchanged = unchanged
        }
    }

    var counts: [Kind: Counts] = [:]

    package subscript(_ kind: Kind) -> Counts {
        counts[kind, default: Counts()]
    }

    /// Notes one object's fate.
    mutating func note(_ kind: Kind, _ outcome: ImportRun.Outcome) {
        switch outcome {
        case .inserted: counts[kind, default: Counts()].inserted += 1
        case .changed: counts[kind, default: Counts()].changed += 1
        case .unchanged, .absent: counts[kind, default: Counts()].unchanged += 1
        case .deleted: counts[kind, default: Counts()].deleted += 1
        }
    }
}

extension ObjectKey {
    package var kind: ImportSummary.Kind {
        switch self {
        case .telephonyServer: .telephonyServers
        case .partition: .partitions
        case .entry: .callRecInts
        case .user: .users
        }
    }
}

/// How far an import has come; told once for every ``stride`` objects written and at the end of each kind.
package struct ImportProgress: Hashable, Sendable {
    package static let stride = 1_000

    package let kind: ImportSummary.Kind
    /// How many objects of the kind are taken in.
    package let done: Int
    /// How many there are; `nil` where only the file's end tells.
    package let total: Int?

    package init(kind: ImportSummary.Kind, done: Int, total: Int?) {
        self.kind = kind
        self.done = done
        self.total = total
    }
}
