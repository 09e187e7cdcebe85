internal import Recordings

/// A user of the made-up company, one for each way that playback can be decided.
struct DemoUser: Sendable {
    let username: String
    let fullName: String
    let scope: Scope
    let recordingPlayback: CallRecIntGUID?
    var isAdministrator = false
    /// What is special about the user, for the page.
    let note: String

    private static let leeds = Scope.partition(DemoCompany.headOffice, PartIDInTelSys(2))

    static let all = [
        DemoUser(
            username: "supervisor",
            fullName: "Head office supervisor",
            scope: .telephonyServer(DemoCompany.headOffice),
            recordingPlayback: DemoCompany.office.entry,
            note: "Has the head office's entry. Its host 1 lacks half of the recordings; they are found on host 2."
        ),
        DemoUser(
            username: "london",
            fullName: "London team leader",
            scope: .partition(DemoCompany.headOffice, PartIDInTelSys(1)),
            recordingPlayback: DemoCompany.office.entry,
            note: "Belongs to a Partition of the Telephony Server that the head office's entry covers."
        ),
        DemoUser(
            username: "leeds",
            fullName: "Leeds team leader",
            scope: leeds,
            recordingPlayback: DemoCompany.leeds.entry,
            note: "Has the Leeds Partition's entry. Its host 1 is down; everything comes from host 2."
        ),
        DemoUser(
            username: "director",
            fullName: "Company director",
            scope: .applicationWide,
            recordingPlayback: DemoCompany.company.entry,
            note: "Is application-wide and has the application-wide entry."
        ),
        DemoUser(
            username: "support",
            fullName: "Support team leader",
            scope: .partition(DemoCompany.contactCentre, PartIDInTelSys(2)),
            recordingPlayback: DemoCompany.company.entry,
            note: "Belongs to a Partition of the contact centre and has the application-wide entry."
        ),
        DemoUser(
            username: "visitor",
            fullName: "Visiting analyst",
            scope: .telephonyServer(DemoCompany.headOffice),
            recordingPlayback: nil,
            note: "Has no \"Recording Playback\" assignment: no provider is ever asked, not even for the demonstration."
        ),
        DemoUser(
            username: "elsewhere",
            fullName: "Contact centre supervisor",
            scope: .telephonyServer(DemoCompany.contactCentre),
            recordingPlayback: DemoCompany.leeds.entry,
            note: "Was given the entry of a Partition elsewhere, which does not cover the contact centre."
        ),
        DemoUser(
            username: "administrator",
            fullName: "Administrator",
            scope: .applicationWide,
            recordingPlayback: DemoCompany.company.entry,
            isAdministrator: true,
            note: "May administer every entry."
        ),
    ]
}
