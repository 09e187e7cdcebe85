internal import Recordings

/// Versions that are out of the catalog, and whose files and rows are still to be deleted; pure.
package struct PendingRemovals: Sendable {
    /// One version.
    package struct Removal: Sendable {
        package let number: Int64
        /// `nil` for a file that no row knows.
        let key: RecordingKey?
        /// What its file frees.
        package let storedBytes: Int64

        package init(number: Int64, key: RecordingKey?, storedBytes: Int64) {
            self.number = number
            self.key = key
            self.storedBytes = storedBytes
        }
    }

    private var waiting: [Removal] = []
    private var underWay: [Removal] = []
    private var waitingBytes: Int64 = 0

    /// What all of them free, or have freed a moment ago.
    var storedBytes: Int64 { underWay.reduce(waitingBytes) { $0 + $1.storedBytes } }

    mutating func add(_ removals: [Removal]) {
        waiting += removals
        waitingBytes += removals.reduce(0) { $0 + $1.storedBytes }
    }

    /// The next to be deleted, at most so many; those taken before have been.
    mutating func next(_ count: Int) -> [Removal] {
        underWay = takeLast { taken, _ in taken < count }
        return underWay
    }

    /// Takes out some that free at least so many bytes, or all there are.
    mutating func take(bytes: Int64) -> [Removal] {
        takeLast { _, sum in sum < bytes }
    }

    /// Takes out everything that `isMeant` picks; with it what is being deleted this moment.
    mutating func take(where isMeant: (RecordingKey) -> Bool) -> [Removal] {
        let isPicked: (Removal) -> Bool = { $0.key.map(isMeant) ?? false }
        let taken = waiting.filter(isPicked)
        if !taken.isEmpty {
            waiting.removeAll(where: isPicked)
            waitingBytes -= taken.reduce(0) { $0 + $1.storedBytes }
        }
        return taken + underWay.filter(isPicked)
    }

    /// The order does not matter: all of them go.
    private mutating func takeLast(while wants: (_ taken: Int, _ bytes: Int64) -> Bool) -> [Removal] {
        var taken: [Removal] = []
        var sum: Int64 = 0
        while wants(taken.count, sum), let last = waiting.popLast() {
            taken.append(last)
            sum += last.storedBytes
        }
        waitingBytes -= sum
        return taken
    }
}

extension PendingRemovals.Removal {
    init(_ item: SliceCatalog.Item) {
        self.init(number: item.row.number, key: item.row.key, storedBytes: item.storedBytes)
    }
}
