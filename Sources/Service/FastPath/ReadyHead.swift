internal import ByteRanges
internal import HTTPTypes
internal import NIOCore

/// The head of every answer that a fully cached recording can be given, prepared but for what varies.
///
/// Made from ``AudioReply``, so that both ways of answering say the same, byte for byte.
struct ReadyHead: Sendable {
    /// Fields up to the value of Age.
    private let beforeAge: [UInt8]
    /// Content-Type and Content-Disposition.
    private let afterLength: [UInt8]
    private let sizeBytes: Int64

    /// Prepares the head of a recording.
    ///
    /// - Parameter facts: of the recording; the age does not matter.
    init(_ facts: AudioReply.Facts) {
        let whole = AudioReply(isHead: false, decision: .whole, facts: facts)
        let lines = whole.fields.map { (name: $0.name, line: "\($0.name.rawName): \($0.value)\r\n") }
        let age = lines.firstIndex { $0.name == .age } ?? lines.endIndex
        let length = lines.firstIndex { $0.name == .contentLength } ?? lines.endIndex
        precondition(age + 1 == length, "the length of an answer follows its age")
        beforeAge = Array((lines[..<age].map(\.line).joined() + "\(HTTPField.Name.age.rawName): ").utf8)
        afterLength = Array(lines[(length + 1)...].map(\.line).joined().utf8)
        sizeBytes = facts.representation.sizeBytes
    }

    /// Writes the status line and all fields of ``AudioReply``, without the empty line.
    ///
    /// - Parameters:
    ///   - decision: anything but several ranges.
    ///   - ageSeconds: the value of Age.
    ///   - buffer: where to.
    func write(_ decision: RangeDecision, ageSeconds: Int64, to buffer: inout ByteBuffer) {
        switch decision {
        case .whole, .several: buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        case .single: buffer.writeStaticString("HTTP/1.1 206 Partial Content\r\n")
        case .notModified: buffer.writeStaticString("HTTP/1.1 304 Not Modified\r\n")
        case .preconditionFailed: buffer.writeStaticString("HTTP/1.1 412 Precondition Failed\r\n")
        case .unsatisfiable: buffer.writeStaticString("HTTP/1.1 416 Range Not Satisfiable\r\n")
        }
        buffer.writeBytes(beforeAge)
        buffer.writeDecimal(max(0, ageSeconds))
        buffer.writeStaticString("\r\n")
        switch decision {
        case .whole, .several:
            writeLength(sizeBytes, to: &buffer)
            buffer.writeBytes(afterLength)
        case .single(let range):
            writeLength(Int64(range.count), to: &buffer)
            buffer.writeBytes(afterLength)
            buffer.writeStaticString("Content-Range: bytes ")
            buffer.writeDecimal(range.lowerBound)
            buffer.writeStaticString("-")
            buffer.writeDecimal(range.upperBound - 1)
            buffer.writeStaticString("/")
            buffer.writeDecimal(sizeBytes)
            buffer.writeStaticString("\r\n")
        case .preconditionFailed:
            writeLength(0, to: &buffer)
        case .unsatisfiable:
            writeLength(0, to: &buffer)
            buffer.writeStaticString("Content-Range: bytes */")
            buffer.writeDecimal(sizeBytes)
            buffer.writeStaticString("\r\n")
        case .notModified:
            break
        }
    }

    private func writeLength(_ bytes: Int64, to buffer: inout ByteBuffer) {
        buffer.writeStaticString("Content-Length: ")
        buffer.writeDecimal(bytes)
        buffer.writeStaticString("\r\n")
    }
}

extension ByteBuffer {
    /// Writes a number that is not negative, without making a string of it.
    fileprivate mutating func writeDecimal(_ number: Int64) {
        var rest = UInt64(number)
        // The 64-bit range has at most 20 digits.
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            writeBytes(UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }
}
