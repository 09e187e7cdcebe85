internal import Synchronization

/// What goes on at once, counted for each name.
final class Places: Sendable {
    /// One thing that goes on; it is over when nobody holds this any more.
    final class Place: Sendable {
        private let name: String
        private let places: Places

        fileprivate init(_ name: String, _ places: Places) {
            self.name = name
            self.places = places
        }

        deinit { places.leave(name) }
    }

    private let taken = Mutex<[String: Int]>([:])

    /// - Returns: `nil` when there are as many as there may be.
    func take(_ name: String, most: Int) -> Place? {
        let isTaken = taken.withLock { taken in
            let count = taken[name, default: 0]
            guard count < most else { return false }
            taken[name] = count + 1
            return true
        }
        return isTaken ? Place(name, self) : nil
    }

    private func leave(_ name: String) {
        taken.withLock { taken in
            guard let count = taken[name] else { return }
            taken[name] = count > 1 ? count - 1 : nil
        }
    }
}
