/// What an import did.
package struct ImportSummary: Hashable, Sendable {
    /// The kinds of object in the order they are imported; the raw value is the file's key.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case telephonyServers
        case partitions
        case callRecInts
        case users
    }

    /// How many objects of one kind met which fate.
    package struct Counts: Hashable, Sendable {
        package internal(set) var inserted = 0
        package internal(set) var changed = 0
        /// Equal to what was there; nothing was written.
        package internal(set) var unchanged = 0

        package init(inserted: Int = 0, changed: Int = 0, unchanged: Int = 0) {
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
    ///
    /// - Parameters:
    ///   - kind: of the object.
    ///   - existed: whether there was an object of that key before.
    ///   - isSame: whether it was equal.
    mutating func note(_ kind: Kind, existed: Bool, isSame: Bool) {
        switch (existed, isSame) {
        case (false, _): counts[kind, default: Counts()].inserted += 1
        case (true, false): counts[kind, default: Counts()].changed += 1
        case (true, true): counts[kind, default: Counts()].unchanged += 1
        }
    }
}

/// How far an import has come; told once for every ``stride`` objects written and at the end of each kind.
package struct ImportProgress: Hashable, Sendable {
    package static let stride = 1_000

    package let kind: ImportSummary.Kind
    /// How many objects of the kind are written, and how many are to be.
    package let done: Int
    package let total: Int

    package init(kind: ImportSummary.Kind, done: Int, total: Int) {
        self.kind = kind
        self.done = done
        self.total = total
    }
}
