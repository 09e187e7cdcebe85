import Testing
import WebServices

/// A request that must be answered with a code.
struct CodeScenario: Sendable, CustomTestStringConvertible {
    let code: ErrorCode
    let request: String
    var user: String? = "everything"
    var isFeatureEnabled = true

    var testDescription: String { "\(code.rawValue): \(request)" }

    /// `SESSION` stands for the session of the scenario's user, or for one where nobody has signed in.
    static let all: [CodeScenario] = [
        .init(code: .invokeIDMissing, request: "<Request Operation='CallRecIntInfo'/>"),
        .init(code: .invokeIDMissing, request: "<Request Operation='CreateSession'><InvokeID> </InvokeID></Request>"),
        .init(code: .operationUnknown, request: "<Request><InvokeID>1</InvokeID></Request>"),
        .init(code: .operationUnknown, request: "<Request Operation='callrecintinfo'><InvokeID>1</InvokeID></Request>"),
        .init(code: .sessionIDMissing, request: "<Request Operation='Logout'><InvokeID>1</InvokeID></Request>"),
        .init(code: .sessionInvalid, request: request("CallRecIntInfo", session: "19397C980B72D043EEE18B58AE687263")),
        .init(code: .notAuthenticated, request: request("CallRecIntInfo"), user: nil),
        .init(code: .featureNotEnabled, request: request("CallRecIntInfo"), isFeatureEnabled: false),
        .init(code: .featureNotEnabled, request: request("CallRecIntList"), isFeatureEnabled: false),
        .init(code: .noPermission, request: info(ExampleComponents.demonstration, "CallRecIntDelete")),
        .init(code: .outsideTelephonyServer, request: info("abroad"), user: "server-1"),
        .init(code: .outsidePartition, request: info("in-london"), user: "leeds"),
        .init(code: .telSysIDMissing, request: request("CallRecIntAdd", type)),
        .init(code: .telSysIDMissing, request: request("CallRecIntList")),
        .init(code: .telSysIDMissing, request: request("CallRecIntList", property("PartIDInTelSys", "2"))),
        .init(code: .telSysIDMalformed, request: request("CallRecIntAdd", type + property("TelSysID", "one"))),
        .init(code: .telSysIDMalformed, request: request("CallRecIntList", property("TelSysID", "2147483648"))),
        .init(code: .telSysIDMalformed, request: request("CallRecIntList", property("TelSysID", "-2"))),
        .init(code: .telephonyServerUnknown, request: request("CallRecIntAdd", type + property("TelSysID", "77"))),
        .init(code: .telephonyServerUnknown, request: request("CallRecIntList", property("TelSysID", "0"))),
        .init(code: .partitionMissing, request: request("CallRecIntAdd", type + property("PartitionGUID", ""))),
        .init(code: .partitionMissing, request: request("CallRecIntList", property("PartitionGUID", " "))),
        .init(code: .partitionUnknown, request: request("CallRecIntList", property("PartitionGUID", "nowhere"))),
        .init(code: .partitionUnknown, request: request("CallRecIntAdd", type + place("1", "77"))),
        .init(code: .partitionUnknown, request: request("CallRecIntAdd", type + place("1", "two"))),
        .init(
            code: .partitionMismatch,
            request: request("CallRecIntAdd", type + property("TelSysID", "2") + leeds)
        ),
        .init(
            code: .partitionMismatch,
            request: request("CallRecIntAdd", type + property("PartIDInTelSys", "1") + leeds)
        ),
        .init(code: .callRecIntGUIDMissing, request: request("CallRecIntInfo")),
        .init(code: .callRecIntGUIDMissing, request: request("CallRecIntChange")),
        .init(code: .callRecIntGUIDMissing, request: info("", "CallRecIntDelete")),
        .init(code: .callRecIntUnknown, request: info("nothing")),
        .init(code: .callRecIntUnknown, request: info("nothing", "CallRecIntChange")),
        .init(code: .callRecIntUnknown, request: info("nothing", "CallRecIntDelete")),
        .init(code: .callRecIntTypeMissing, request: request("CallRecIntAdd", place("1", "2"))),
        .init(
            code: .callRecIntTypeUnsupported,
            request: request("CallRecIntAdd", place("1", "2") + property("CallRecIntType", "dubber"))
        ),
    ]

    private static let type = property("CallRecIntType", "Dubber")
    private static let leeds = property("PartitionGUID", ExampleComponents.leedsGUID)

    static func property(_ name: String, _ value: String) -> String {
        "<Property Name='\(name)'>\(value)</Property>"
    }

    static func request(_ operation: String, _ payload: String = "", session: String = "SESSION") -> String {
        """
        <Request Operation='\(operation)'><InvokeID>1</InvokeID><SessionID>\(session)</SessionID>\
        <OperationPayload>\(payload)</OperationPayload></Request>
        """
    }

    private static func place(_ telSysID: String, _ partIDInTelSys: String) -> String {
        property("TelSysID", telSysID) + property("PartIDInTelSys", partIDInTelSys)
    }

    private static func info(_ guid: String, _ operation: String = "CallRecIntInfo") -> String {
        request(operation, property("CallRecIntGUID", guid))
    }
}
