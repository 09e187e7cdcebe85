import CCurl
internal import Logging

/// The transport's thread: the only one that touches libcurl.
///
/// It takes commands, lets libcurl work, ends what is done or overdue, and sleeps until a socket, a command or a limit wakes it.
final class TransferLoop {
    typealias Instant = ContinuousClock.Instant

    /// The longest sleep, when nothing is under a limit.
    private static let longestSleepMilliseconds: Int32 = 60_000

    private let multi: MultiHandle
    private let inbox: TransferInbox
    private let configuration: HTTPClientConfiguration
    private let gauges: TransferGauges
    private let logger: Logger
    private var works: [ObjectIdentifier: TransferWork] = [:]
    private var desks: [TransferLane: AdmissionDesk<ObjectIdentifier>]
    private let limits = LimitWatch()
    private var isStopping = false

    init(
        multi: MultiHandle,
        inbox: TransferInbox,
        configuration: HTTPClientConfiguration,
        gauges: TransferGauges,
        logger: Logger
    ) {
        self.multi = multi
        self.inbox = inbox
        self.configuration = configuration
        self.gauges = gauges
        self.logger = logger
        desks = Dictionary(
            uniqueKeysWithValues: TransferLane.allCases.map { ($0, AdmissionDesk(limits: configuration[$0])) }
        )
    }

    /// Works until it is told to stop, then ends every transfer and closes every connection.
    func run() {
        while !isStopping, let pointer = multi.pointer {
            for command in inbox.drain() {
                perform(command)
            }
            var running: Int32 = 0
            curl_multi_perform(pointer, &running)
            endFinished(pointer)
            endOverdue(now: .now)
            publish()
            if !isStopping {
                // Returns at once when a command was posted meanwhile.
                curl_multi_poll(pointer, nil, 0, sleepMilliseconds(now: .now), nil)
            }
        }
        close()
    }

    private func perform(_ command: TransferInbox.Command) {
        switch command {
        case .start(let transfer):
            arrive(transfer)
        case .resume(let transfer):
            guard let work = works[ObjectIdentifier(transfer)], let handle = work.handle else { return }
            work.enter(.receiving)
            curl_easy_pause(handle.pointer, ccurl_pause_continue)
        case .hurry(let transfer):
            guard let work = works[ObjectIdentifier(transfer)],
                desks[transfer.request.claim.lane]?.hurry(work.id) == true
            else { return }
            // How long it may wait counts from when somebody does.
            work.enter(.waiting)
        case .cancel(let transfer):
            guard let work = works[ObjectIdentifier(transfer)] else { return }
            end(work, .cancelled)
        case .stop:
            isStopping = true
        }
    }

    // MARK: Beginning

    private func arrive(_ transfer: Transfer) {
        guard transfer.isOpen else { return }
        let work = TransferWork(transfer, configuration: configuration, gauges: gauges, limits: limits)
        let claim = transfer.request.claim
        let decision = desks[claim.lane]?.arrive(
            work.id,
            .init(host: transfer.url.authority, party: claim.party, isNeeded: claim.haste?.isNeeded ?? true)
        )
        switch decision ?? .refuse {
        case .refuse:
            logger.debug("Transfer refused, queue full", metadata: ["host": "\(transfer.url.authority)"])
            gauges.refused(claim.lane)
            transfer.end(.overloaded)
        case .wait:
            works[work.id] = work
            work.enter(.waiting)
        case .start:
            works[work.id] = work
            start(work)
        }
    }

    private func start(_ work: TransferWork) {
        work.enter(.connecting)
        do throws(TransportError) {
            let handle = try EasyHandle()
            try handle.configure(work.transfer.request, configuration)
            try work.attachCallbacks(to: handle)
            guard let pointer = multi.pointer, curl_multi_add_handle(pointer, handle.pointer) == CURLM_OK else {
                throw .overloaded
            }
            work.handle = handle
        } catch {
            end(work, error)
        }
    }

    // MARK: Ending

    private func endFinished(_ pointer: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let work = TransferWork.behind(ccurl_private(easy))
            else {
                continue
            }
            // The message dies with its handle.
            let code = ccurl_message_result(message)
            end(work, work.outcome(code))
        }
    }

    private func endOverdue(now: Instant) {
        guard limits.isDue(now: now) else { return }
        for (work, error) in works.values.compactMap({ work in work.clock.overdue(now: now).map { (work, $0) } }) {
            end(work, error)
        }
        limits.restart(works.values.compactMap { $0.clock.limit?.at })
    }

    /// Takes a transfer out of libcurl, which closes its connection unless the response is complete, and starts those that waited.
    private func end(_ work: TransferWork, _ error: TransportError?) {
        guard works.removeValue(forKey: work.id) != nil else { return }
        if let handle = work.handle, let pointer = multi.pointer {
            curl_multi_remove_handle(pointer, handle.pointer)
        }
        work.handle = nil
        work.leave()
        if let error {
            logger.debug(
                "Transfer failed",
                metadata: ["host": "\(work.transfer.url.authority)", "reason": "\(error.reason)"]
            )
        }
        let lane = work.transfer.request.claim.lane
        if error == .overloaded, work.clock.stage == .waiting { gauges.refused(lane) }
        work.transfer.end(error)
        for id in desks[lane]?.leave(work.id) ?? [] {
            if let next = works[id] {
                start(next)
            }
        }
    }

    private func close() {
        let late = inbox.close()
        for work in works.values {
            if let handle = work.handle, let pointer = multi.pointer {
                curl_multi_remove_handle(pointer, handle.pointer)
            }
            work.handle = nil
            work.leave()
            work.transfer.end(.stopped)
        }
        works = [:]
        for case .start(let transfer) in late {
            transfer.end(.stopped)
        }
        multi.close()
        for lane in TransferLane.allCases { gauges.set(lane, running: 0, waiting: 0) }
        inbox.finish()
    }

    // MARK: Waiting

    private func sleepMilliseconds(now: Instant) -> Int32 {
        guard let nextCheck = limits.nextCheck else {
            return Self.longestSleepMilliseconds
        }
        // Rounded up, or the loop would spin through the last millisecond.
        let milliseconds = ((nextCheck - now) / .milliseconds(1)).rounded(.up)
        return Int32(max(0, min(milliseconds, Double(Self.longestSleepMilliseconds))))
    }

    private func publish() {
        for (lane, desk) in desks { gauges.set(lane, running: desk.runningCount, waiting: desk.waitingCount) }
    }
}
