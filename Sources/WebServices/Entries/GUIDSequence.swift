internal import Recordings

/// Makes GUIDs of the shape of `java.rmi.dgc.VMID`: machine, process, start time and counter, such as
/// `6917876061b72704:62272b78:17c939e2202:-7d6f`.
///
/// Source: Web Services API, "Types".
struct GUIDSequence: Sendable {
    private let machine: UInt64
    private let process: Int32
    private var timeMilliseconds: Int64
    /// `nil` when a new time is due.
    private var counter: Int16? = .min

    /// - Parameters:
    ///   - machine: random, to tell machines apart.
    ///   - process: random, to tell processes of a machine apart.
    ///   - timeMilliseconds: since 1970.
    init(machine: UInt64, process: Int32, timeMilliseconds: Int64) {
        self.machine = machine
        self.process = process
        self.timeMilliseconds = timeMilliseconds
    }

    /// A GUID never given before.
    mutating func next(nowMilliseconds: Int64) -> CallRecIntGUID {
        if counter == nil { timeMilliseconds = max(nowMilliseconds, timeMilliseconds + 1) }
        let count = counter ?? .min
        counter = count == .max ? nil : count + 1
        let digits = String(machine, radix: 16)
        let parts = [
            String(repeating: "0", count: UInt64.bitWidth / 4 - digits.count) + digits,
            String(process, radix: 16),
            String(timeMilliseconds, radix: 16),
            String(count, radix: 16),
        ]
        return CallRecIntGUID(parts.joined(separator: ":"))
    }
}
