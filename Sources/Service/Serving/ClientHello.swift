/// The protocols that a client offers in the first message of TLS; pure.
///
/// Source: RFC 8446 sections 4.1.2 and 5.1, RFC 7301 section 3.1.
package enum ClientHello: Hashable, Sendable {
    /// Too little has come to tell.
    case incomplete
    /// The names offered, none where the client offers none.
    case offers([String])
    /// Something else, or a message in very many records: the library behind decides.
    case unreadable

    private static let recordHeaderBytes = 5
    private static let maximumRecordBytes = 1 << 14
    /// What a message may be divided into (RFC 8446 section 5.1).
    private static let maximumRecords = 8
    private static let handshakeRecord: UInt8 = 22
    private static let clientHello: UInt8 = 1
    private static let protocolsExtension = 16

    /// Reads what a connection began with.
    package init(_ bytes: [UInt8]) {
        var message: [UInt8] = []
        var rest = bytes[...]
        for _ in 0..<Self.maximumRecords {
            guard rest.first ?? Self.handshakeRecord == Self.handshakeRecord else { break }
            guard rest.count >= Self.recordHeaderBytes else {
                self = .incomplete
                return
            }
            let length = Int(rest[rest.startIndex + 3]) << 8 | Int(rest[rest.startIndex + 4])
            guard length > 0, length <= Self.maximumRecordBytes else { break }
            guard rest.count >= Self.recordHeaderBytes + length else {
                self = .incomplete
                return
            }
            message += rest.dropFirst(Self.recordHeaderBytes).prefix(length)
            rest = rest.dropFirst(Self.recordHeaderBytes + length)
            guard Self.isWhole(message) else { continue }
            var vectors = Vectors(rest: message[...])
            self = Self.protocols(in: &vectors).map { .offers($0) } ?? .unreadable
            return
        }
        self = .unreadable
    }

    /// Whether a message is there, or something else is; its kind and length come first.
    private static func isWhole(_ message: [UInt8]) -> Bool {
        guard message.first == clientHello else { return true }
        return message.count >= 4 && message.count - 4 >= message[1...3].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func protocols(in record: inout Vectors) -> [String]? {
        guard record.number(1) == Int(clientHello), var message = record.vector(3) else { return nil }
        // Version and random; session, cipher suites, compression methods.
        guard message.skip(34), message.vector(1) != nil, message.vector(2) != nil, message.vector(1) != nil else {
            return nil
        }
        guard !message.rest.isEmpty else { return [] }
        guard var extensions = message.vector(2) else { return nil }
        while let kind = extensions.number(2) {
            guard var content = extensions.vector(2) else { return nil }
            guard kind == protocolsExtension else { continue }
            guard var names = content.vector(2) else { return nil }
            var offered: [String] = []
            while let name = names.vector(1) { offered.append(String(decoding: name.rest, as: UTF8.self)) }
            return offered
        }
        return extensions.rest.isEmpty ? [] : nil
    }

    /// Numbers, and lengths with what is as long as they say.
    private struct Vectors {
        var rest: ArraySlice<UInt8>

        mutating func number(_ count: Int) -> Int? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
        }

        mutating func skip(_ count: Int) -> Bool {
            guard rest.count >= count else { return false }
            rest = rest.dropFirst(count)
            return true
        }

        mutating func vector(_ lengthBytes: Int) -> Vectors? {
            guard let length = number(lengthBytes), rest.count >= length else { return nil }
            defer { rest = rest.dropFirst(length) }
            return Vectors(rest: rest.prefix(length))
        }
    }
}
