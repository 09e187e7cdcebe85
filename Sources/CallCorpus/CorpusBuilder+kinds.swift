import Foundation
import Recordings

extension CorpusBuilder {
    mutating func addPlain(_ kind: CorpusKind, isRecorded: Bool) {
        let leg = anyLeg()
        report(leg, kind: kind, truth: isRecorded ? [record(leg, leg.talk)] : [])
    }

    /// Both users are recorded; the recordings and rows share the tracking id, each leg has a call id of its own.
    mutating func addTwoLegs() {
        let start = anyStart()
        let (user, other) = twoUsers()
        let caller = leg(from: user, to: other, direction: .outbound, start: start)
        var called = caller
        called.direction = .inbound
        called.callID += "b"
        for leg in [caller, called] {
            let isRecorded = random.happens(90)
            report(leg, kind: .twoLegs, truth: isRecorded ? [record(leg, leg.talk)] : [])
        }
    }

    /// A customer is put through to a second user, sometimes back again; one tracking id for all.
    mutating func addTransferred() {
        let (first, second) = twoUsers()
        var part = leg(from: anyCustomer(), to: first, direction: .inbound, start: anyStart())
        let isBack = random.happens(30)
        for place in 0..<(isBack ? 3 : 2) {
            let isRecorded = random.happens(93)
            report(part, kind: .transferred, truth: isRecorded ? [record(part, part.talk)] : [])
            part.start = part.talk.start.addingTimeInterval(Double(part.talkSeconds + 2))
            part.to = place == 0 ? second : first
            part.ringSeconds = Int.random(in: 1...20, using: &random)
            part.talkSeconds = anyTalkSeconds()
            part.callID += "t"
        }
    }

    mutating func addOnDemand() {
        var leg = anyLeg()
        if leg.ids == .none, random.happens(90) { leg.ids = .callID }
        leg.talkSeconds = max(leg.talkSeconds, 60)
        let parts = Int.random(in: 1...3, using: &random)
        let share = leg.talkSeconds / parts
        let ids = (0..<parts).map { part in
            let from = part * share + Int.random(in: 0...5, using: &random)
            let length = Int.random(in: 8...max(9, share - 8), using: &random)
            let start = leg.talk.start.addingTimeInterval(Double(from))
            return record(leg, Stretch(start: start, durationSeconds: length))
        }
        report(leg, kind: .onDemand, truth: ids)
    }

    /// The greeting plays before the recording begins.
    mutating func addVoicemail() {
        var leg = leg(from: anyCustomer(), to: anyUser(), direction: .inbound, start: anyStart())
        leg.ringSeconds = Int.random(in: 15...30, using: &random)
        let greetingSeconds = Int.random(in: 5...25, using: &random)
        let messageSeconds = Int.random(in: 4...90, using: &random)
        leg.talkSeconds = greetingSeconds + messageSeconds
        let start = leg.talk.start.addingTimeInterval(Double(greetingSeconds))
        let id = record(leg, Stretch(start: start, durationSeconds: messageSeconds), isVoicemail: true)
        report(leg, kind: .voicemail, truth: [id])
    }

    /// Two people of one customer call the same hunt group at nearly the same time.
    mutating func addSimilar() {
        let customer = anyCustomer()
        let start = anyStart()
        let server = Int.random(in: 0..<CallCorpus.skewSeconds.count, using: &random)
        for _ in 0..<2 {
            let moment = start.addingTimeInterval(Double(Int.random(in: 0...40, using: &random)))
            var leg = leg(from: customer, to: hunt, direction: .inbound, start: moment)
            leg.server = server
            report(leg, kind: .similar, truth: random.happens(94) ? [record(leg, leg.talk)] : [])
        }
    }

    /// Two people who withhold their numbers call the same hunt group; both, one or none of the calls is recorded.
    ///
    /// Without ids nothing tells the calls apart, so a recording is given to neither.
    mutating func addWithheld() {
        let start = anyStart()
        let words = CorpusParty.withheld.randomElement(using: &random)
        let server = Int.random(in: 0..<CallCorpus.skewSeconds.count, using: &random)
        let talkSeconds = anyTalkSeconds()
        let ids = anyIDs()
        for _ in 0..<2 {
            let moment = start.addingTimeInterval(Double(Int.random(in: 0...20, using: &random)))
            var leg = leg(from: anyCustomer(), to: hunt, direction: .inbound, start: moment)
            leg.server = server
            leg.ids = ids
            leg.talkSeconds = talkSeconds + Int.random(in: 0...10, using: &random)
            leg.withheldAs = words
            report(leg, kind: .withheld, truth: random.happens(60) ? [record(leg, leg.talk)] : [])
        }
    }

    /// The first attempt rings out; the second, to the same number, is answered.
    mutating func addRedialled() {
        let second = anyLeg()
        var first = second
        first.callID += "r"
        first.trackingID += "r"
        first.ringSeconds = Int.random(in: 5...45, using: &random)
        first.talkSeconds = 0
        let pauseSeconds = Int.random(in: 3...40, using: &random)
        first.start = second.start.addingTimeInterval(Double(-first.ringSeconds - pauseSeconds))
        // Nothing is counted from an answer that never came.
        first.server = first.server == 1 ? 0 : first.server
        var answered = second
        answered.server = first.server
        report(first, kind: .redialled, truth: [])
        report(answered, kind: .redialled, truth: [record(answered, answered.talk)])
    }

    /// Another call, hours or days before, had the same call id.
    mutating func addReusedID() {
        var leg = anyLeg()
        leg.ids = .callID
        var earlier = anyLeg()
        earlier.ids = .callID
        earlier.callID = leg.callID
        earlier.server = leg.server
        let hours =
            random.happens(50) ? Double.random(in: 3...11, using: &random) : Double.random(in: 24...400, using: &random)
        earlier.start = Date(timeIntervalSince1970: (leg.start.timeIntervalSince1970 - hours * 3_600).rounded())
        report(earlier, kind: .reusedID, truth: [record(earlier, earlier.talk)])
        report(leg, kind: .reusedID, truth: random.happens(80) ? [record(leg, leg.talk)] : [])
    }
}
