/// The protocols that a client offers in the first message of TLS; pure.
///
/// Source: RFC 8446 sections 4.1.2 and 5.1, RFC 7301 section 3.1.
enum ClientHello: Hashable, Sendable {
    /// Too little has come to tell.
    case incomplete
    /// The names offered, none where the client offers none.
    case offers([String])
    /// Something else, or a message in several records: the library behind decides.
    case unreadable

    private static let recordHeaderBytes = 5
    private static let maximumRecordBytes = 1 << 14
    private static let handshakeRecord: UInt8 = 22
    private static let clientHello: UInt8 = 1
    private static let protocolsExtension = 16

    /// Reads what a connection began with.
    init(_ bytes: [UInt8]) {
        guard bytes.count >= Self.recordHeaderBytes else {
            self = bytes.first.map { $0 == Self.handshakeRecord } ?? true ? .incomplete : .unreadable
            return
        }
        let length = Int(bytes[3]) << 8 | Int(bytes[4])
        guard bytes[0] == Self.handshakeRecord, length <= Self.maximumRecordBytes else {
            self = .unreadable
            return
        }
        guard bytes.count >= Self.recordHeaderBytes + length else {
            self = .incomplete
            return
        }
        var record = Vectors(rest: bytes[Self.recordHeaderBytes..<Self.recordHeaderBytes + length])
        self = Self.protocols(in: &record).map { .offers($0) } ?? .unreadable
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
