import Foundation
import Recordings

extension CorpusBuilder {
    /// One leg of a call as it truly was: the provider's time, both parties, the direction for the recorded one.
    struct Leg {
        var from: CorpusParty
        var to: CorpusParty
        var direction: Recording.Direction
        /// When it began to ring.
        var start: Date
        var ringSeconds: Int
        var talkSeconds: Int
        var server = 0
        var ids = IDs.callID
        var callID: String
        var trackingID: String
        /// Some platforms give a person's name in place of a number; such calls carry ids.
        var isNamed: Bool
        /// The caller's, and then neither side tells it, in the same words.
        var withheldAs: String?

        /// From the answer to the end.
        var talk: Stretch {
            Stretch(start: start.addingTimeInterval(Double(ringSeconds)), durationSeconds: talkSeconds)
        }

        /// The recorded user.
        var own: CorpusParty { direction == .outbound ? from : to }
    }

    mutating func leg(from: CorpusParty, to: CorpusParty, direction: Recording.Direction, start: Date) -> Leg {
        let serial = nextSerial()
        let ids = anyIDs()
        return Leg(
            from: from,
            to: to,
            direction: direction,
            start: start,
            ringSeconds: Int.random(in: 1...38, using: &random),
            talkSeconds: anyTalkSeconds(),
            server: Int.random(in: 0..<CallCorpus.skewSeconds.count, using: &random),
            ids: ids,
            callID: "callhalf-\(20_000_000 + serial * 17):0",
            trackingID: "5b1c\(serial)-0000-4000-8000-\(900_000_000_000 + serial)",
            isNamed: ids != .none && random.happens(4)
        )
    }

    /// Any call between a user and a customer.
    mutating func anyLeg() -> Leg {
        let (user, customer, start) = (anyUser(), anyCustomer(), anyStart())
        return random.happens(50)
            ? leg(from: customer, to: user, direction: .inbound, start: start)
            : leg(from: user, to: customer, direction: .outbound, start: start)
    }

    /// The provider's recording of a stretch of a leg.
    @discardableResult
    mutating func record(_ leg: Leg, _ stretch: Stretch, isVoicemail: Bool = false) -> RecordingID? {
        let serial = nextSerial()
        let scattered = UInt64(serial) &* 6_364_136_223_846_793_005 % 9_000_000_000
        guard let id = RecordingID("0\(1_000_000_000 + scattered)") else { return nil }
        recordings.append(
            Recording(
                recordingID: id,
                from: leg.withheldAs
                    ?? (leg.isNamed && leg.direction == .outbound ? leg.from.name : leg.from.written(&random)),
                to: leg.isNamed && leg.direction == .inbound ? leg.to.name : leg.to.written(&random),
                direction: leg.direction,
                isVoicemail: isVoicemail,
                channel: leg.own.name,
                startTime: stretch.start,
                durationSeconds: max(1, stretch.durationSeconds + Int.random(in: -1...1, using: &random)),
                expiryTime: nil,
                updatedAt: nil,
                externalCallID: leg.ids == .callID ? leg.callID : nil,
                externalTrackingIDs: leg.ids == .none ? [] : [leg.trackingID]
            )
        )
        return id
    }

    /// The report's row of a leg, in the telephony server's time.
    mutating func report(_ leg: Leg, kind: CorpusKind, truth: [RecordingID?]) {
        let server = leg.server
        // One telephony server's reports count from the answer, the others from the first ring.
        let countsRinging = server != 1
        let start = leg.start.addingTimeInterval(countsRinging ? 0 : Double(leg.ringSeconds))
        let segment = CallSegment(
            segmentID: "S-\(rows.count)",
            telSysID: TelSysID(Int32(server + 1)),
            startTime: start.addingTimeInterval(Double(-CallCorpus.skewSeconds[server])),
            durationSeconds: random.happens(1) && leg.ids != .none
                ? nil : leg.talkSeconds + (countsRinging ? leg.ringSeconds : 0),
            direction: leg.direction == .outbound ? .outbound : .inbound,
            from: leg.withheldAs ?? written(leg.from, isOwn: leg.direction == .outbound, ids: leg.ids),
            to: written(leg.to, isOwn: leg.direction == .inbound, ids: leg.ids),
            externalCallID: leg.ids == .callID ? leg.callID : nil,
            externalTrackingID: leg.ids == .none || leg.ids == .callID && random.happens(50) ? nil : leg.trackingID
        )
        let isTellable = leg.withheldAs == nil || leg.ids != .none
        let recordings = Set(truth.compactMap { $0 })
        rows.append(CorpusRow(segment: segment, kind: kind, truth: recordings, isTellable: isTellable))
    }

    /// Reports show extensions and withheld numbers; where no id helps, an extension that says nothing is rare.
    private mutating func written(_ party: CorpusParty, isOwn: Bool, ids: IDs) -> String {
        if isOwn, let short = party.extensionNumber, random.happens(30) {
            let isHint = party.number.hasSuffix(short)
            if ids != .none || isHint || random.happens(2) { return short }
        }
        if !isOwn, ids != .none, random.happens(3) { return withheld() }
        return party.written(&random)
    }

    private mutating func withheld() -> String {
        CorpusParty.withheld.randomElement(using: &random) ?? ""
    }
}
