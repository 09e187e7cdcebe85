import DubberSimulator
import Foundation

/// The company that the tests' registry and simulated accounts describe.
enum SampleCompany {
    static let office = "6917876061b72704:62272b78:17c939e2202:-7d6f"
    static let leeds = "67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"
    static let demonstration = "d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000"

    static let headOffice = 1
    static let contactCentre = 2
    static let demonstrationSimulator = 9

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

    /// The import file; hosts lie on the simulator's port.
    static func importFile(port: Int, assignment: String? = office) -> Data {
        func settings(_ first: String, _ second: String?) -> String {
            let hosts = [first, second].map { $0.map { "http://127.0.0.1:\(port)/\($0)" } ?? "" }
            return """
                "apiCommunicationSettings":{"ipAddrOrHost1":"\(hosts[0])","ipAddrOrHost2":"\(hosts[1])",
                "authUserID1":"\(secrets[0])","apiParameter1":"\(secrets[1])",
                "authUserID2":"\(secrets[2])","apiParameter2":"\(secrets[3])"}
                """
        }
        let assigned = assignment.map { "\"\($0)\"" } ?? "null"
        let text = """
            {"telephonyServers":[
              {"telSysID":\(headOffice),"description":"Head office","demonstrationSimulator":false},
              {"telSysID":\(contactCentre),"description":"Contact centre","demonstrationSimulator":false},
              {"telSysID":\(demonstrationSimulator),"description":"Examples","demonstrationSimulator":true}],
             "partitions":[{"partitionGUID":"11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86","telSysID":\(headOffice),
              "partIDInTelSys":2,"description":"Leeds"}],
             "callRecInts":[
              {"callRecIntGUID":"\(office)","callRecIntType":"Dubber","telSysID":\(headOffice),"partIDInTelSys":null,
               "description":"Head office Dubber",\(settings("uk1/accounts/acme", "uk2/accounts/acme"))},
              {"callRecIntGUID":"\(leeds)","callRecIntType":"Dubber","telSysID":\(headOffice),"partIDInTelSys":2,
               "description":"Leeds Dubber",\(settings("uk1/accounts/acme", nil))},
              {"callRecIntGUID":"\(demonstration)","callRecIntType":"Dubber","telSysID":null,"partIDInTelSys":null,
               "description":"Dubber: Demonstration Simulator",\(settings("demo/accounts/examples", nil))}],
             "users":[
              {"username":"supervisor","fullName":"Supervisor","scope":{"telSysID":\(headOffice)},
               "recordingPlayback":\(assigned)},
              {"username":"team lead","fullName":"Leeds team","scope":{"telSysID":\(headOffice),"partIDInTelSys":2},
               "recordingPlayback":"\(leeds)"},
              {"username":"visitor","fullName":"Visitor","scope":{"telSysID":\(headOffice)},"recordingPlayback":null},
              {"username":"elsewhere","fullName":"Elsewhere","scope":{"telSysID":\(contactCentre)},
               "recordingPlayback":"\(leeds)"}]}
            """
        return Data(text.utf8)
    }
}
