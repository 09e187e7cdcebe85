/// The body of a response, in pieces as they come; read once, by one reader.
///
/// The peer is made to wait while the reader is behind. A failure is thrown after the bytes that came before it. When the last
/// reference to a body or its iterator goes before its end, the transfer is given up.
package struct ResponseBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = TransportError

    /// Ends the transfer with the last reference.
    fileprivate final class Reader: Sendable {
        let transfer: Transfer

        init(_ transfer: Transfer) {
            self.transfer = transfer
        }

        deinit {
            transfer.cancel()
        }
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reader: Reader

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(TransportError) -> [UInt8]? {
            try await reader.transfer.next()
        }

        package mutating func next() async throws(TransportError) -> [UInt8]? {
            try await reader.transfer.next()
        }
    }

    private let reader: Reader

    init(_ transfer: Transfer) {
        reader = Reader(transfer)
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: reader)
    }

    /// The whole body at once.
    ///
    /// - Parameter limitBytes: the most that is held.
    /// - Returns: the bytes as they were sent.
    /// - Throws: ``TransportError/bodyTooLarge`` as soon as more has come, and whatever ends the transfer early.
    package func collect(upTo limitBytes: Int) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await reader.transfer.next() {
            guard bytes.count + chunk.count <= limitBytes else {
                reader.transfer.cancel()
                throw .bodyTooLarge
            }
            if bytes.isEmpty {
                bytes = chunk
            } else {
                bytes.append(contentsOf: chunk)
            }
        }
        return bytes
    }
}
