package import Recordings

/// A user of the made-up company.
package struct ExampleUser: Sendable {
    package var username: String
    package var fullName: String
    package var scope: Scope
    package var recordingPlayback: CallRecIntGUID?
    package var isAdministrator: Bool
    /// For the XML API.
    package var password: String?
    /// What is special about the user, for those who look at the demonstration.
    package var note: String

    package init(
        _ username: String,
        _ fullName: String = "Pat Example",
        scope: Scope = .applicationWide,
        recordingPlayback: CallRecIntGUID? = nil,
        isAdministrator: Bool = false,
        password: String? = nil,
        note: String = ""
    ) {
        self.username = username
        self.fullName = fullName
        self.scope = scope
        self.recordingPlayback = recordingPlayback
        self.isAdministrator = isAdministrator
        self.password = password
        self.note = note
    }

    package var reportingUser: ReportingUser {
        ReportingUser(
            username: username,
            fullName: fullName,
            scope: scope,
            recordingPlayback: recordingPlayback,
            isAdministrator: isAdministrator
        )
    }
}

extension ExampleUser {
    /// One for each way that playback can be decided.
    package static let all = [
        ExampleUser(
            "supervisor",
            "Head office supervisor",
            scope: .telephonyServer(ExampleCompany.headOffice),
            recordingPlayback: ExampleCompany.officeEntry,
            note: "Has the head office's entry. Its host 1 lacks half of the recordings; they are found on host 2."
        ),
        ExampleUser(
            "london",
            "London team leader",
            scope: ExampleCompany.london.scope,
            recordingPlayback: ExampleCompany.officeEntry,
            note: "Belongs to a Partition of the Telephony Server that the head office's entry covers."
        ),
        ExampleUser(
            "leeds",
            "Leeds team leader",
            scope: ExampleCompany.leeds.scope,
            recordingPlayback: ExampleCompany.leedsEntry,
            note: "Has the Leeds Partition's entry. Its host 1 is down; everything comes from host 2."
        ),
        ExampleUser(
            "director",
            "Company director",
            recordingPlayback: ExampleCompany.companyEntry,
            note: "Is application-wide and has the application-wide entry."
        ),
        ExampleUser(
            "support",
            "Support team leader",
            scope: ExampleCompany.support.scope,
            recordingPlayback: ExampleCompany.companyEntry,
            note: "Belongs to a Partition of the contact centre and has the application-wide entry."
        ),
        ExampleUser(
            "visitor",
            "Visiting analyst",
            scope: .telephonyServer(ExampleCompany.headOffice),
            note: "Has no \"Recording Playback\" assignment: no provider is ever asked, not even for the demonstration."
        ),
        ExampleUser(
            "elsewhere",
            "Contact centre supervisor",
            scope: .telephonyServer(ExampleCompany.contactCentre),
            recordingPlayback: ExampleCompany.leedsEntry,
            note: "Was given the entry of a Partition elsewhere, which does not cover the contact centre."
        ),
        ExampleUser(
            "administrator",
            "Administrator",
            recordingPlayback: ExampleCompany.companyEntry,
            isAdministrator: true,
            note: "May administer every entry."
        ),
    ]
}
