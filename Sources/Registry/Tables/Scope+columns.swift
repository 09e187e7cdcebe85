internal import Recordings

extension Scope {
    /// The scope that a row's two columns stand for; the schema refuses a Partition without its server.
    init(telSysID: Int32?, partIDInTelSys: Int32?) {
        switch (telSysID, partIDInTelSys) {
        case (nil, _): self = .applicationWide
        case (let server?, nil): self = .telephonyServer(TelSysID(server))
        case (let server?, let partition?): self = .partition(TelSysID(server), PartIDInTelSys(partition))
        }
    }
}
