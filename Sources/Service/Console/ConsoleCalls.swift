internal import Console
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry

/// The pages about calls: `/`, the Historic Call List, and `/console/calls/{segmentID}`, Report Item Details.
struct ConsoleCalls: Sendable {
    private static let server = QueryField.wholeNumber("telSysID", in: Int(Int32.min)...Int(Int32.max))

    let pages: ConsolePages
    let registry: Registry
    /// The example calls, in a demonstration.
    let list: CallList?

    var endpoints: [Endpoint] {
        [
            pages.endpoint("/", "The Historic Call List, or what can be done where there is none.", for: .report) {
                context,
                _ in
                guard let list = try list(for: context) else {
                    let requester = try context.known
                    return StartView(viewer: ConsoleViewer(requester), beginning: beginning(for: requester)).page
                }
                return CallListView(list: list, isExplained: Self.mayAskWhy(context)).page
            },
            pages.endpoint("/console/calls/{segment}", "Report Item Details.", for: .report) { context, query in
                try callPage(context, query)
            },
            Endpoint(
                .ofConsole(
                    .get,
                    "/console/calls",
                    "The example calls of a demonstration.",
                    for: .role(.report, reach: .scope),
                    query: [Self.server],
                    answers: ["application/json"]
                )
            ) { request, context, query in
                guard let list = try list(for: context) else { throw Self.noCallList }
                let server = query[Self.server.name].flatMap { Int32($0) }
                return Response(
                    Array(try JSONAnswer.encoder.encode(server.map { list.across(TelSysID($0)) } ?? list)),
                    headers: [.contentType: "application/json", .cacheControl: "no-store"],
                    to: request
                )
            },
        ]
    }

    private static func mayAskWhy(_ context: ServiceRequestContext) -> Bool {
        context.requester?.role.permits(.admin) == true
    }

    /// How far the registry is set up, for whoever sets it up.
    private func beginning(for requester: Requester) -> StartView.Beginning? {
        guard requester.role.permits(.admin), requester.scope.isEverything else { return nil }
        let snapshot = registry.snapshot
        return StartView.Beginning(
            hasServers: snapshot.telephonyServers.count > 0,
            // The demonstration entry is there from the first start.
            hasEntries: snapshot.entries.count > 1,
            hasAssignments: snapshot.assignedUsers.count > 0
        )
    }

    private static let noCallList = Problem(
        status: 404,
        code: "noCallList",
        title: "No call list",
        detail: "Only a demonstration has example calls: start playback-resolver demo."
    )

    /// The example calls, for those of their readers whom the viewer may look for.
    private func list(for context: ServiceRequestContext) throws(Problem) -> CallList? {
        let (scope, snapshot) = (try context.known.scope, registry.snapshot)
        return list?.readable { name in
            scope.isEverything || snapshot.user(named: name).map { scope.covers($0) } ?? false
        }
    }

    /// Any call whose fields stand in the query; in a demonstration its segment id is enough.
    private func callPage(_ context: ServiceRequestContext, _ query: QueryValues) throws -> ConsolePage {
        let segmentID = context.parameters.get("segment")?.removingPercentEncoding ?? ""
        let asked: (username: String, segment: CallSegment)
        if query["startTime"] != nil {
            let given = try DebugQuery(query.firsts.filter { $0.0 != "segmentID" } + [("segmentID", segmentID)])
            asked = (given.username, given.segment)
        } else {
            asked = try example(segmentID, username: query["user"], of: list(for: context))
        }
        let snapshot = registry.snapshot
        try context.known.check(user: asked.username, in: snapshot)
        let user = snapshot.user(named: asked.username)
        return CallView(
            segment: asked.segment,
            username: user?.username ?? asked.username,
            server: snapshot.telephonyServers[asked.segment.telSysID]?.description,
            fullName: user?.fullName,
            explanation: Self.mayAskWhy(context)
                ? ConsoleSection.explanation(of: asked.segment, for: asked.username) : nil
        )
        .page
    }

    private func example(
        _ segmentID: String,
        username: String?,
        of list: CallList?
    ) throws(Problem) -> (String, CallSegment) {
        guard let call = list?.calls.first(where: { $0.segmentID == segmentID }),
            let username = username ?? list?.readers.first?.username
        else {
            throw Problem(
                status: 404,
                code: "callUnknown",
                title: "No such call",
                detail: "The address must hold the call's fields: user, telSysID and startTime at least."
            )
        }
        return (username, call.segment)
    }
}
