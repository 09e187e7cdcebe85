import Recordings

/// The import file of the manual, a value to a line so that lines can be told.
enum ExampleImport {
    static let entry = CallRecIntGUID("6917876061b72704:62272b78:17c939e2202:-7d6f")
    static let leeds = Scope.partition(TelSysID(1), PartIDInTelSys(2))

    static let text = """
        {"telephonyServers":[
          {"telSysID":1,"description":"Head office","demonstrationSimulator":false},
          {"telSysID":9,"description":"Demonstration","demonstrationSimulator":true}],
         "partitions":[
          {"partitionGUID":"11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86","telSysID":1,"partIDInTelSys":2,"description":"Leeds"}],
         "callRecInts":[
          {"callRecIntGUID":"6917876061b72704:62272b78:17c939e2202:-7d6f","callRecIntType":"Dubber",
           "telSysID":1,"partIDInTelSys":2,"description":"Leeds Dubber",
           "apiCommunicationSettings":{
            "ipAddrOrHost1":" api.dubber.net/uk1 ",
            "ipAddrOrHost2":"api.dubber.net/uk2",
            "authUserID1":"PLANTED-id1","authUserID2":"PLANTED-id2",
            "apiParameter1":"PLANTED-p1","apiParameter2":"PLANTED-p2"}}],
         "users":[
          {"username":"supervisor","fullName":"Sam Supervisor","scope":{"telSysID":1,"partIDInTelSys":2},
           "recordingPlayback":"6917876061b72704:62272b78:17c939e2202:-7d6f",
           "administrator":false,"password":"PLANTED-password"},
          {"username":"clerk","scope":{},"recordingPlayback":null}]}
        """

}
