import Service
import Testing

/// What is read of the first message of TLS, however it is divided.
@Suite("The first message of TLS", .timeLimit(.minutes(5)))
struct ClientHelloTests {
    /// A message that offers these protocols beside another extension; none where there are none.
    private static func message(_ names: [String]) -> [UInt8] {
        let list = names.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
        let offer = names.isEmpty ? [] : [0, 16] + counted([UInt8](counted(list)))
        let extensions: [UInt8] = [0, 23, 0, 0] + offer
        let beginning: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0x13, 0x01, 1, 0]
        let body = beginning + counted(extensions)
        return [1, 0] + counted(body)
    }

    private static func counted(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }

    private static func inRecords(_ message: [UInt8], pieces: Int) -> [UInt8] {
        (0..<pieces).flatMap { number in
            let piece = message[number * message.count / pieces..<(number + 1) * message.count / pieces]
            return [22, 3, 1] + counted(Array(piece))
        }
    }

    @Test(
        "what a client offers is known, in however many records it says it, as soon as all has come",
        arguments: [[], ["h2"], ["h2", "http/1.1"], ["smtp"]],
        1...8
    )
    func divided(names: [String], pieces: Int) {
        let bytes = Self.inRecords(Self.message(names), pieces: pieces)
        for count in 0..<bytes.count { #expect(ClientHello(Array(bytes.prefix(count))) == .incomplete) }
        #expect(ClientHello(bytes) == .offers(names))
        #expect(ClientHello(bytes + [23, 3, 3]) == .offers(names), "what follows is not looked at")
    }

    @Test(
        "what is no such message is left to the library",
        arguments: [
            [0x47, 0x45, 0x54], [22, 3, 1, 0, 0], [22, 3, 1, 0xFF, 0xFF], [22, 3, 1, 0, 1, 2], [22, 3, 1, 0, 1, 1, 21],
            inRecords(message(["h2"]), pieces: 9), inRecords([1, 0, 0, 1, 0], pieces: 1),
        ] as [[UInt8]]
    )
    func others(bytes: [UInt8]) {
        #expect(ClientHello(bytes) == .unreadable)
    }
}
