/// Two Telephony Servers with Partitions, an entry in each place, and an administrator of each.
enum ExampleComponents {
    static let changed = "6917876061b72704:62272b78:17c939e2202:-7d6f"
    static let deleted = "67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"
    static let leedsGUID = "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86"
    static let yorkGUID = "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f85"
    static let abroadGUID = "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f84"
    static let demonstration = "d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000"

    static func text(password: String) -> String {
        """
        {"telephonyServers":[{"telSysID":1,"description":"Head office"},{"telSysID":2,"description":"Abroad"}],
         "partitions":[
          {"partitionGUID":"\(leedsGUID)","telSysID":1,"partIDInTelSys":2,"description":"Leeds"},
          {"partitionGUID":"\(yorkGUID)","telSysID":1,"partIDInTelSys":3,"description":"York"},
          {"partitionGUID":"\(abroadGUID)","telSysID":2,"partIDInTelSys":2,"description":"Lille"}],
         "callRecInts":[
          \(entry(changed, "\"telSysID\":1,\"partIDInTelSys\":2,", "Dubber demo simulator 1")),
          \(entry(deleted, "\"telSysID\":1,\"partIDInTelSys\":2,", "Tested Call Rec Int")),
          \(entry("in-york", "\"telSysID\":1,\"partIDInTelSys\":3,", "York")),
          \(entry("on-server", "\"telSysID\":1,", "Head office")),
          \(entry("abroad", "\"telSysID\":2,\"partIDInTelSys\":2,", "Lille")),
          \(entry("wide", "", "Everywhere"))],
         "users":[
          {"username":"everything","administrator":true,"password":"\(password)"},
          {"username":"server-1","scope":{"telSysID":1},"administrator":true,"password":"\(password)"},
          {"username":"leeds","scope":{"telSysID":1,"partIDInTelSys":2},"administrator":true,"password":"\(password)"},
          {"username":"listener","scope":{"telSysID":1,"partIDInTelSys":2},"recordingPlayback":"\(deleted)",
           "password":"\(password)"},
          {"username":"no-password","administrator":true}]}
        """
    }

    static func entry(_ guid: String, _ scope: String, _ description: String) -> String {
        """
        {"callRecIntGUID":"\(guid)","callRecIntType":"Dubber",\(scope)"description":"\(description)",
          "apiCommunicationSettings":{"ipAddrOrHost1":"api.dubber.net/uk1","ipAddrOrHost2":"api.dubber.net/uk2",
          "authUserID1":"ex25dejpdb85vpqtsxr7napv","authUserID2":"userid2","apiParameter1":"param1","apiParameter2":"param2"}}
        """
    }
}
