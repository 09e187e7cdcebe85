import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A client's connection, to be broken on purpose.
///
/// A connection that is gone already is broken enough: failures to break it are passed over.
struct Connection: Sendable {
    /// Thrown to end a response whose connection was broken.
    struct Broken: Error {}

    let channel: any Channel

    /// Ends it as a server does that goes away: what was written arrives, then nothing more.
    func endOutput() async {
        try? await channel.close(mode: .output)
    }

    /// Closes it without an answer.
    func close() async {
        try? await channel.close()
    }

    /// Resets it (TCP RST), as a crashing peer or a firewall does.
    func reset() async {
        if let options = channel as? any SocketOptionProvider {
            try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        await close()
    }
}
