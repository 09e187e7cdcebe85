/// How long the stages of one transfer may take.
package struct TransferLimits: Sendable, Hashable {
    /// From the start of the transfer until a connection is ready to carry the request: name, TCP and TLS.
    package var connect: Duration
    /// From the request to the end of the response's head.
    package var firstByte: Duration
    /// Between two pieces of the body; time in which the reader does not take what has come does not count.
    package var stall: Duration
    /// Of the whole, redirects, waiting and reading included; `nil` sets no bound.
    package var total: Duration?

    package init(
        connect: Duration = .seconds(5),
        firstByte: Duration = .seconds(15),
        stall: Duration = .seconds(20),
        total: Duration? = nil
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.stall = stall
        self.total = total
    }
}
