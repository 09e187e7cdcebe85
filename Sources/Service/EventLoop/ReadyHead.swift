internal import ByteRanges
internal import HTTPTypes

/// The head of every answer that a fully cached recording can be given, prepared but for what varies.
///
/// Made from ``AudioReply``, so that both ways of answering say the same, byte for byte.
struct ReadyHead: Sendable {
    /// Fields up to the number in Cache-Control, then Content-Type and Content-Disposition: in one piece of memory, which is mostly out of the
    /// processor's caches.
    private let lines: [UInt8]
    private let ageStart: Int
    private let sizeBytes: Int64
    private let freshSeconds: Int64

    /// Prepares the head of a recording.
    ///
    /// - Parameter facts: of the recording; the age does not matter.
    init(_ facts: AudioReply.Facts) {
        let whole = AudioReply(isHead: false, decision: .whole, facts: facts)
        let lines = whole.fields.map { (name: $0.name, line: "\($0.name.rawName): \($0.value)\r\n") }
        let keeping = lines.firstIndex { $0.name == .cacheControl } ?? lines.endIndex
        let length = lines.firstIndex { $0.name == .contentLength } ?? lines.endIndex
        precondition(
            keeping + 2 == length && lines[keeping + 1].name == .age,
            "the age of an answer follows how long it may be kept, and its length the age"
        )
        let beginning = "\(HTTPField.Name.cacheControl.rawName): \(AudioReply.cacheControl)"
        let beforeAge = Array((lines[..<keeping].map(\.line).joined() + beginning).utf8)
        self.lines = beforeAge + lines[(length + 1)...].map(\.line).joined().utf8
        ageStart = beforeAge.count
        sizeBytes = facts.representation.sizeBytes
        freshSeconds = Int64(facts.freshSeconds)
    }

    /// Appends the status line and all fields of ``AudioReply``, without the empty line.
    ///
    /// - Parameters:
    ///   - decision: anything but several ranges.
    ///   - ageSeconds: the value of Age.
    ///   - head: where to.
    func write(_ decision: RangeDecision, ageSeconds: Int64, to head: inout [UInt8]) {
        let status = decision.status
        head.append("HTTP/1.1 ")
        head.append(decimal: Int64(status.code))
        head.append(" ")
        head.append(status.phrase)
        head.append("\r\n")
        append(lines: 0..<ageStart, to: &head)
        let age = max(0, ageSeconds)
        head.append(decimal: AudioReply.maximumAgeSeconds(ageSeconds: age, freshSeconds: freshSeconds))
        head.append("\r\nAge: ")
        head.append(decimal: age)
        switch decision {
        case .whole, .several:
            head.append("\r\nContent-Length: ")
            head.append(decimal: sizeBytes)
            head.append("\r\n")
            append(lines: ageStart..<lines.count, to: &head)
        case .single(let range):
            head.append("\r\nContent-Length: ")
            head.append(decimal: Int64(range.count))
            head.append("\r\n")
            append(lines: ageStart..<lines.count, to: &head)
            head.append("Content-Range: bytes ")
            head.append(decimal: range.lowerBound)
            head.append("-")
            head.append(decimal: range.upperBound - 1)
            head.append("/")
            head.append(decimal: sizeBytes)
            head.append("\r\n")
        case .preconditionFailed:
            head.append("\r\nContent-Length: 0\r\n")
        case .unsatisfiable:
            head.append("\r\nContent-Length: 0\r\nContent-Range: bytes */")
            head.append(decimal: sizeBytes)
            head.append("\r\n")
        case .notModified:
            head.append("\r\n")
        }
    }

    private func append(lines range: Range<Int>, to head: inout [UInt8]) {
        lines.withUnsafeBytes { head.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}

extension [UInt8] {
    /// Appends plain text.
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number that is not negative, without making a string of it.
    mutating func append(decimal number: Int64) {
        append(UInt64(number), radix: 10)
    }

    /// Appends a number in digits and small letters, at most base 36, without making a string of it.
    mutating func append(_ number: UInt64, radix: UInt64) {
        var rest = number
        // In base 2 it would have 64 digits.
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { digits in
            var start = 64
            repeat {
                start -= 1
                let digit = UInt8(rest % radix)
                digits[start] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                rest /= radix
            } while rest > 0
            append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }
}
