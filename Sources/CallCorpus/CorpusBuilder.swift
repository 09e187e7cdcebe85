import Foundation
import Recordings
internal import Sharing

/// Makes one call after the other.
struct CorpusBuilder {
    /// Which ids a call's row and recordings both carry.
    enum IDs {
        case callID
        case trackingID
        case none
    }

    /// A recorded stretch of a call, in the provider's time.
    struct Stretch {
        let start: Date
        let durationSeconds: Int
    }

    var random: SeededGenerator
    var rows: [CorpusRow] = []
    var recordings: [Recording] = []
    private var serial = 0
    private let users: [CorpusParty]
    private let customers: [CorpusParty]
    private let huntGroup = CorpusParty(number: "+441132960000", name: "Sales")

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        users = (0..<120).map { number in
            // Every third extension has nothing to do with the number.
            let own = number % 3 == 0 ? "7\(500 + number)" : "0\(100 + number)"
            return CorpusParty(
                number: "+4411329\(60_100 + number)",
                extensionNumber: own,
                name: "User \(number) Example"
            )
        }
        customers = (0..<3_000).map { number in
            let text = number % 10 == 9 ? "+1415555\(1_000 + number)" : "+4416329\(60_000 + number * 13)"
            return CorpusParty(number: text, name: "Customer \(number)")
        }
    }

    /// Adds a call of some kind, which may be several rows.
    mutating func addCall() {
        var dice = Double.random(in: 0..<100, using: &random)
        let kind = CorpusKind.allCases.first { kind in
            dice -= kind.percent
            return dice < 0
        }
        switch kind ?? .plain {
        case .plain: addPlain(.plain, isRecorded: true)
        case .missing: addPlain(.missing, isRecorded: false)
        case .twoLegs: addTwoLegs()
        case .transferred: addTransferred()
        case .onDemand: addOnDemand()
        case .voicemail: addVoicemail()
        case .similar: addSimilar()
        case .withheld: addWithheld()
        case .redialled: addRedialled()
        case .reusedID: addReusedID()
        }
    }

    mutating func nextSerial() -> Int {
        serial += 1
        return serial
    }

    mutating func anyUser() -> CorpusParty { users.randomElement(using: &random) ?? huntGroup }
    mutating func anyCustomer() -> CorpusParty { customers.randomElement(using: &random) ?? huntGroup }
    /// Two different ones.
    mutating func twoUsers() -> (CorpusParty, CorpusParty) {
        let place = Int.random(in: 0..<users.count, using: &random)
        return (users[place], users[(place + Int.random(in: 1..<users.count, using: &random)) % users.count])
    }

    var hunt: CorpusParty { huntGroup }

    mutating func anyTalkSeconds() -> Int {
        // Most calls are short, some are long.
        let short = Int.random(in: 8...240, using: &random)
        return random.happens(15) ? short * 6 : short
    }

    mutating func anyStart() -> Date {
        let day = Int.random(in: 1..<CallCorpus.days, using: &random)
        let secondOfDay = Int.random(in: 8 * 3_600..<18 * 3_600, using: &random)
        return CallCorpus.end.addingTimeInterval(Double(-day * 86_400 + secondOfDay - 86_400))
    }

    /// Seven in ten calls carry the call id, two the tracking id alone, one in ten none.
    mutating func anyIDs() -> IDs {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<72: .callID
        case 72..<92: .trackingID
        default: .none
        }
    }
}
