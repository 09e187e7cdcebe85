internal import Foundation
internal import Synchronization

/// Hears of what other nodes announce, on a connection and a thread of its own.
///
/// Announcements that come before somebody asks are one; what they say besides their channel is not heard, since who hears of one looks at the tables.
/// While the connection was away anything may have been announced: then there is news of every channel.
package final class PostgresListener: Sendable {
    package struct News: Hashable, Sendable {
        package var channels: Set<String> = []
        /// The connection is a new one: whatever was announced before was perhaps not heard.
        package var isAnew = false

        package init(channels: Set<String> = [], isAnew: Bool = false) {
            self.channels = channels
            self.isAnew = isAnew
        }
    }

    /// How long a connection that hears nothing is waited for before it is looked at.
    private static let look = Duration.seconds(10)
    /// Between two looks whether a pause is over, or the listener closed.
    private static let pauseLookSeconds = 0.05
    private static let alive = PostgresStatement("listenerAlive", "SELECT 1")

    private struct State {
        var news = News()
        var isClosed = false
    }

    private let address: PostgresAddress
    private let channels: [String]
    private let state = Mutex(State())
    private let interrupt = PostgresInterrupt()
    private let arrivals: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - address: around whatever shares connections among many.
    ///   - channels: identifiers in lower case.
    package init(_ address: PostgresAddress, channels: [String]) {
        precondition(channels.allSatisfy { $0.allSatisfy { "a"..."z" ~= $0 || $0 == "_" } }, "channels are identifiers")
        self.address = address
        self.channels = channels
        (arrivals, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        interrupt.begin(1)
        Thread.detachNewThread { self.listen() }
    }

    package func close() {
        state.withLock { $0.isClosed = true }
        interrupt.interrupt(1)
        tell.finish()
    }

    /// What there is, one after the other, until the listener is closed; for one who asks.
    package var news: some AsyncSequence<News, Never> & Sendable {
        arrivals.map { [self] in
            state.withLock { state in
                defer { state.news = News() }
                return state.news
            }
        }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func note(_ channels: Set<String>, isAnew: Bool = false) {
        state.withLock { state in
            state.news.channels.formUnion(channels)
            state.news.isAnew = state.news.isAnew || isAnew
        }
        tell.yield()
    }

    private func listen() {
        var pause = PostgresPause()
        let limits = PostgresPool.Limits()
        while !isClosed {
            do throws(PostgresFailure) {
                let connection = try PostgresConnection(address, interrupt: interrupt)
                try connection.script(channels.map { "LISTEN \($0)" }.joined(separator: "; "))
                pause = PostgresPause()
                note(Set(channels), isAnew: true)
                while !isClosed {
                    let heard = try connection.notifiedChannels(within: Self.look)
                    // A server that vanished without a word is noticed by asking it.
                    if heard.isEmpty { _ = try connection.execute(Self.alive) } else { note(heard) }
                }
            } catch {
                pause.note(error, limits, jitter: .random(in: 0.5...1), now: .now)
                while !isClosed, pause.problem(at: .now) != nil { Thread.sleep(forTimeInterval: Self.pauseLookSeconds) }
            }
        }
    }
}
