internal import Recordings
internal import Transport

extension SegmentFinder {
    private enum Event: Sendable {
        case answer(DubberPeer, index: Int, HostAnswer, calls: [ProviderCall])
        /// The first host has been silent for long enough.
        case delayOver
        /// A host has answered everything that it was asked at one time.
        case ended(DubberPeer)
    }

    /// Asks the first host, and the second as well once the first takes too long; whoever has a recording first, answers.
    ///
    /// Events of both come together in one place, so that reports never overlap; what is still being asked when all is answered is given up.
    func findHedged(
        _ trails: [SegmentTrail],
        first: DubberPeer,
        second: DubberPeer,
        delay: Duration,
        report: Report
    ) async {
        var open = Dictionary(uniqueKeysWithValues: trails.map { ($0.want.index, $0) })
        var askedOfSecond: Set<Int> = []
        // Holds at most two answers for each segment.
        let (events, channel) = AsyncStream.makeStream(of: Event.self)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await put(trails.map(\.want), to: first, events: channel) }
            tasks.addTask {
                if (try? await pace.sleep(delay)) != nil { channel.yield(.delayOver) }
            }
            var iterator = events.makeAsyncIterator()
            while !open.isEmpty, let event = await iterator.next() {
                switch event {
                case .answer(let peer, let index, let answer, let calls):
                    await enter(answer, of: peer, at: index, calls: calls, open: &open, report: report)
                case .delayOver, .ended(first):
                    let wants = open.values.map(\.want).filter { askedOfSecond.insert($0.index).inserted }
                    if !wants.isEmpty {
                        tasks.addTask { await put(wants, to: second, events: channel) }
                    }
                case .ended:
                    break
                }
            }
            tasks.cancelAll()
        }
        await giveUp(open, first: first, report: report)
    }

    private func enter(
        _ answer: HostAnswer,
        of peer: DubberPeer,
        at index: Int,
        calls: [ProviderCall],
        open: inout [Int: SegmentTrail],
        report: Report
    ) async {
        guard var trail = open[index] else {
            return
        }
        let awaitsFirst = peer.position != .first && !trail.hasProbed(.first)
        take(answer, from: peer, into: &trail, calls: calls, unknownGoesOn: awaitsFirst)
        if trail.isDecided || HostPosition.allCases.allSatisfy(trail.hasProbed) {
            open[index] = nil
            await report(index, finished(trail))
        } else {
            open[index] = trail
        }
    }

    private func put(
        _ wants: [SegmentWant],
        to peer: DubberPeer,
        events: AsyncStream<Event>.Continuation
    ) async {
        let trace = CallTrace()
        await search.answer(wants, peer: peer, probe: .live, trace: trace) { want, answer in
            events.yield(.answer(peer, index: want.index, answer, calls: trace.calls))
        }
        events.yield(.ended(peer))
    }

    /// The caller was cancelled before every answer came.
    private func giveUp(_ open: [Int: SegmentTrail], first: DubberPeer, report: Report) async {
        for var trail in open.values {
            let nothing = SegmentMatch(outcome: .none, candidates: [])
            take(.failed(.cancelled, nothing), from: first, into: &trail, calls: [], unknownGoesOn: false)
            await report(trail.want.index, finished(trail))
        }
    }
}
