/// What all faults that one request meets do to it together.
package struct FaultEffects: Hashable, Sendable {
    package private(set) var isDown = false
    package private(set) var error: ErrorFault?
    package private(set) var firstByteMilliseconds = 0
    package private(set) var bytesPerSecond: Int64?
    package private(set) var refusesToken = false
    package private(set) var refusesBearer = false
    package private(set) var listingDelaySeconds = 0
    package private(set) var resetAfterBytes: Int64?
    package private(set) var missingBytes: Int64 = 0
    package private(set) var ignoresRange = false
    package private(set) var hasWrongContentRange = false
    package private(set) var hasChangedETag = false
    package private(set) var isExpired = false
    package private(set) var knowsNoRanges = false
    package private(set) var tellsNoLength = false
    package private(set) var rangeCapBytes: Int64?
    package private(set) var claimsGzip = false
    package private(set) var pageCapItems = Int.max
    package private(set) var largestCount = Int.max

    /// Sums up faults; of several with one kind the last counts.
    package init(_ faults: [Fault] = []) {
        for fault in faults { add(fault.kind) }
    }

    /// Where a body of `sizeBytes` breaks off; `sizeBytes` when it does not.
    package func bodyEndBytes(sizeBytes: Int64) -> Int64 {
        min(resetAfterBytes ?? sizeBytes, max(0, sizeBytes - missingBytes))
    }

    private mutating func add(_ kind: Fault.Kind) {
        switch kind {
        case .down: isDown = true
        case .error(let fault): error = fault
        case .slowFirstByte(let milliseconds): firstByteMilliseconds = milliseconds
        case .slowBody(let speed): bytesPerSecond = speed
        case .tokenRefused: refusesToken = true
        case .bearerRefused: refusesBearer = true
        case .lateListing(let seconds): listingDelaySeconds = seconds
        case .resetAfter(let bytes): resetAfterBytes = bytes
        case .shortBody(let bytes): missingBytes = bytes
        case .ignoredRange: ignoresRange = true
        case .wrongContentRange: hasWrongContentRange = true
        case .changedETag: hasChangedETag = true
        case .earlyExpiry: isExpired = true
        case .noRangeSupport: knowsNoRanges = true
        case .noLength: (knowsNoRanges, tellsNoLength) = (true, true)
        case .cappedRange(let bytes): rangeCapBytes = bytes
        case .gzipContentEncoding: claimsGzip = true
        case .cappedPage(let items): pageCapItems = items
        case .refusedCount(let above): largestCount = above
        }
    }
}
