/// A large import file.
enum ManyEntries {
    static func text(count: Int) -> String {
        let entries = (0..<count).map { index in
            """
            {"callRecIntGUID":"entry-\(index)","telSysID":1,"description":"Entry \(index)","apiCommunicationSettings":
            {"ipAddrOrHost1":"api.dubber.net/uk1","authUserID1":"id\(index)","authUserID2":"i","apiParameter1":"p","apiParameter2":"q"}}
            """
        }
        return #"{"telephonyServers":[{"telSysID":1}],"callRecInts":[\#(entries.joined(separator: ",\n"))]}"#
    }
}
