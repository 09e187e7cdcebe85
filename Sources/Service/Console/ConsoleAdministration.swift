internal import Console
internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry

/// The console's pages of Administration; what they show and change goes through the addresses below `/v1`.
struct ConsoleAdministration: Sendable {
    /// Where the entries were shown before there were forms for them; links to it live on.
    private static let formerPath = "/console/entries"

    let pages: ConsolePages

    var endpoints: [Endpoint] {
        [
            pages.endpoint(AdministrationSection.recording.path, "Administration > Recording.", for: .admin) { _, _ in
                RecordingView().page
            },
            pages.endpoint(
                AdministrationSection.tokens.path,
                "Administration > Tokens.",
                for: .admin,
                reach: .everything
            ) { _, _ in TokensView().page },
            pages.endpoint(
                AdministrationSection.keys.path,
                "Administration > Keys.",
                for: .admin,
                reach: .everything
            ) { _, _ in KeysView().page },
            pages.endpoint(
                AdministrationSection.listened.path,
                "Administration > Who listened, and who changed what.",
                for: .admin
            ) { context, query in
                let subject = query[ListenedView.field].flatMap { ListenedView.Subject(rawValue: $0) } ?? .playbacks
                let requester = try context.known
                if subject == .changes { try requester.checkEverything() }
                return ListenedView(subject, isAboutEverything: requester.scope.isEverything).page
            },
            pages.endpoint(AdministrationSection.users.path, "Administration > Users.", for: .admin) { _, _ in
                UsersView(passwordRules: PasswordRule.Problem.allCases.map(\.rawValue)).page
            },
            pages.endpoint(
                AdministrationSection.servers.path,
                "Administration > Telephony Servers and Partitions.",
                for: .admin
            ) { _, _ in ServersView().page },
            Endpoint(
                .ofConsole(.get, Self.formerPath, "Leads to Administration > Recording.", for: .anybody, answers: [])
            ) { request, _, _ in
                let query = request.uri.query.map { "?\($0)" } ?? ""
                return Response(
                    status: .movedPermanently,
                    headers: [.location: AdministrationSection.recording.path + query, .cacheControl: "no-cache"]
                )
            },
        ]
    }
}
