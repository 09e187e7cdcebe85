internal import Recordings
internal import Registry

/// Who is signed in, as `GET /console/session` tells it.
struct SessionStanding: Encodable, Sendable {
    let signedIn: Bool
    let name: String?
    let role: String?
    /// The part that is administered; absent for everything, and for who does not administer.
    let telSysID: TelSysID?
    let partIDInTelSys: PartIDInTelSys?

    init(_ requester: Requester?) {
        signedIn = requester != nil
        name = requester?.name.text
        role = requester?.role.rawValue
        telSysID = requester?.scope.component.telSysID
        partIDInTelSys = requester?.scope.component.partIDInTelSys
    }
}
