import ExampleCompany
import Recordings

/// The import file of the manual, a value to a line so that lines can be told, in the made-up company's names.
enum ExampleImport {
    static let entry = ExampleCompany.leedsEntry
    static let leeds = ExampleCompany.leeds.scope

    static let text = """
        {"telephonyServers":[
          {"telSysID":1,"description":"Head office","demonstrationSimulator":false},
          {"telSysID":9,"description":"Demonstration","demonstrationSimulator":true}],
         "partitions":[
          {"partitionGUID":"\(ExampleCompany.leeds.partitionGUID)","telSysID":1,"partIDInTelSys":2,"description":"Leeds"}],
         "callRecInts":[
          {"callRecIntGUID":"\(entry)","callRecIntType":"Dubber",
           "telSysID":1,"partIDInTelSys":2,"description":"Leeds Dubber",
           "apiCommunicationSettings":{
            "ipAddrOrHost1":" api.dubber.net/uk1 ",
            "ipAddrOrHost2":"api.dubber.net/uk2",
            "authUserID1":"PLANTED-id1","authUserID2":"PLANTED-id2",
            "apiParameter1":"PLANTED-p1","apiParameter2":"PLANTED-p2"}}],
         "users":[
          {"username":"supervisor","fullName":"Sam Supervisor","scope":{"telSysID":1,"partIDInTelSys":2},
           "recordingPlayback":"\(entry)",
           "administrator":false,"password":"PLANTED-password"},
          {"username":"clerk","scope":{},"recordingPlayback":null}]}
        """

}
