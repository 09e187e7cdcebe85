internal import Console
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry

/// The pages about calls: `/`, the Historic Call List, and `/console/calls/{segmentID}`, Report Item Details.
struct ConsoleCalls: Sendable {
    private static let callPath: RouterPath = "/console/calls/:segment"

    let pages: ConsolePages
    let registry: Registry
    /// The example calls, in a demonstration.
    let list: CallList?

    func add(to router: Router<ServiceRequestContext>) {
        pages.add("/", needs: .report, to: router) { _, context in
            CallListView(list: list, isExplained: Self.mayAskWhy(context)).page
        }
        pages.add(Self.callPath, needs: .report, to: router) { request, context in try callPage(request, context) }
        router.get("/console/calls") { request, context in
            try context.require(.report)
            guard let list else { throw Self.noCallList }
            let server = request.uri.queryParameters["telSysID"].flatMap { Int32($0) }
            return Response(
                Array(try JSONAnswer.encoder.encode(server.map { list.across(TelSysID($0)) } ?? list)),
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                to: request
            )
        }
    }

    private static func mayAskWhy(_ context: ServiceRequestContext) -> Bool {
        context.token?.role.permits(.admin) == true
    }

    private static let noCallList = Problem(
        status: 404,
        code: "noCallList",
        title: "No call list",
        detail: "Only a demonstration has example calls: start playback-resolver demo."
    )

    /// Any call whose fields stand in the query; in a demonstration its segment id is enough.
    private func callPage(_ request: Request, _ context: ServiceRequestContext) throws -> ConsolePage {
        let segmentID = context.parameters.get("segment")?.removingPercentEncoding ?? ""
        var pairs = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        pairs.removeAll { $0.0 == "segmentID" }
        let query: (username: String, segment: CallSegment)
        if pairs.contains(where: { $0.0 == "startTime" }) {
            let given = try DebugQuery(pairs + [("segmentID", segmentID)])
            query = (given.username, given.segment)
        } else {
            query = try example(segmentID, username: pairs.first { $0.0 == "user" }?.1)
        }
        let snapshot = registry.snapshot
        let user = snapshot.user(named: query.username)
        return CallView(
            segment: query.segment,
            username: user?.username ?? query.username,
            server: snapshot.telephonyServers[query.segment.telSysID]?.description,
            fullName: user?.fullName,
            explanation: Self.mayAskWhy(context)
                ? ConsoleSection.explanation(of: query.segment, for: query.username) : nil
        )
        .page
    }

    private func example(_ segmentID: String, username: String?) throws(Problem) -> (String, CallSegment) {
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
