import DubberSimulator
import ExampleCompany
import Foundation
import Recordings

/// The company that the tests' registry and simulated accounts describe.
enum SampleCompany {
    static let office = ExampleCompany.officeEntry.rawValue
    static let leeds = ExampleCompany.leedsEntry.rawValue
    static let demonstration = CallRecIntGUID.demonstrationSimulator.rawValue
    /// A name with a space, which addresses must escape.
    static let teamLead = "team lead"

    static let headOffice = Int(ExampleCompany.headOffice.rawValue)
    static let contactCentre = Int(ExampleCompany.contactCentre.rawValue)
    static let demonstrationSimulator = Int(ExampleCompany.demonstration.rawValue)

    /// When the calls took place, unless a test says otherwise: a whole second, two hours ago.
    static let callTime = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 7_200).rounded(.down))

    /// The size of the recording that most tests play: three slices and a piece.
    static let audioBytes: Int64 = 200_000

    /// Credentials that are easy to recognise wherever they turn up.
    static let secrets = ["plantedclientid000000001", "plantedsec", "plantedauth", "plantedauthtoken0001"]

    static func account(_ slug: String, recordings: [SimulatedRecording]) -> SimulatedAccount {
        SimulatedAccount(
            slug: slug,
            clientID: secrets[0],
            clientSecret: secrets[1],
            authID: secrets[2],
            authToken: secrets[3],
            recordings: recordings
        )
    }

    /// A recording that belongs to the call `callhalf-N:0`, whose id is `04` and N.
    static func recording(
        _ number: Int = 1,
        minutesLater: Double = 0,
        lifetimeDays: Int = 90,
        callID: String? = nil,
        audio: SimulatedAudio = .generated(sizeBytes: audioBytes, seed: 7)
    ) -> SimulatedRecording {
        SimulatedRecording(
            id: "04\(number)",
            from: "+441632960\(100 + number)",
            to: "+441132960200",
            callType: .inbound,
            channel: "Pat Example",
            startTime: callTime.addingTimeInterval(60 * minutesLater),
            durationSeconds: 30,
            lifetimeDays: lifetimeDays,
            externalCallID: callID ?? "callhalf-\(number):0",
            externalTrackingIDs: ["7c0e0000-0000-4000-8000-00000000000\(number % 10)"],
            audio: audio
        )
    }

    /// The import file: the company without what is for all of it; hosts lie on the simulator's port.
    static func importFile(port: Int, assignment: String? = office) throws -> Data {
        var company = ExampleCompany { entry in
            let hosts =
                switch entry {
                case ExampleCompany.officeEntry: ["uk1/accounts/acme", "uk2/accounts/acme"]
                case .demonstrationSimulator: ["demo/accounts/examples"]
                default: ["uk1/accounts/acme"]
                }
            return settings(hosts.map { "http://127.0.0.1:\(port)/\($0)" })
        }
        company.entries.removeAll { $0.callRecIntGUID == ExampleCompany.companyEntry }
        company.users.removeAll { $0.recordingPlayback == ExampleCompany.companyEntry }
        for index in company.users.indices {
            switch company.users[index].username {
            case "supervisor": company.users[index].recordingPlayback = assignment.map { CallRecIntGUID($0) }
            case "leeds": company.users[index].username = teamLead
            default: break
            }
        }
        return try company.importFile()
    }

    /// Settings with the credentials that are easy to recognise.
    static func settings(_ hosts: [String]) -> APICommunicationSettings {
        APICommunicationSettings(
            ipAddrOrHost1: hosts[0],
            ipAddrOrHost2: hosts.count > 1 ? hosts[1] : "",
            authUserID1: Secret(secrets[0]),
            authUserID2: Secret(secrets[2]),
            apiParameter1: Secret(secrets[1]),
            apiParameter2: Secret(secrets[3])
        )
    }
}
