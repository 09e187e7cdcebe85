internal import Recordings

/// Which component a list is asked about: `telSysID` and `partIDInTelSys` of the query.
enum ScopeQuery {
    private static let numbers = 0...Int(Int32.max)
    private static let telSysID = QueryField.wholeNumber("telSysID", in: numbers)
    private static let partIDInTelSys = QueryField.wholeNumber("partIDInTelSys", in: numbers)
    static let fields: [any QueryParameter] = [telSysID, partIDInTelSys]

    /// What an administrator is shown of what a query asks for.
    ///
    /// - Returns: a component, with those in it; `nil` for nothing.
    /// - Throws: 400 for a Partition's number without its server's.
    static func scope(_ query: QueryValues, of administrator: AdministratorScope) throws(Problem) -> Scope? {
        let server = try query[telSysID]
        let partition = try query[partIDInTelSys]
        guard server != nil || partition == nil else {
            throw .badQuery("partIDInTelSys counts within a Telephony Server; telSysID is missing.")
        }
        return administrator.part(of: scope(server, partition))
    }

    /// A scope in one value: `-1` for everything, `1` for a Telephony Server, `1,2` for a Partition of it.
    ///
    /// - Returns: `nil` for what is none.
    static func scope(written text: String) -> Scope? {
        if text == "-1" { return .applicationWide }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let known = parts.compactMap { $0.flatMap { numbers.contains($0) ? $0 : nil } }
        guard known.count == parts.count, (1...2).contains(known.count) else { return nil }
        return scope(known[0], known.count == 2 ? known[1] : nil)
    }

    private static func scope(_ server: Int?, _ partition: Int?) -> Scope {
        switch (server.map { TelSysID(Int32($0)) }, partition.map { PartIDInTelSys(Int32($0)) }) {
        case (nil, _): .applicationWide
        case (let server?, nil): .telephonyServer(server)
        case (let server?, let partition?): .partition(server, partition)
        }
    }
}
