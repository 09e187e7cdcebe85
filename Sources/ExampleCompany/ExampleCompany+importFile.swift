package import Foundation
internal import Recordings

extension ExampleCompany {
    /// The company as an import file.
    ///
    /// A user's scope and assignment are always said; who has none gets none, whatever there was.
    package func importFile() throws -> Data {
        try JSONSerialization.data(
            withJSONObject: [
                "telephonyServers": telephonyServers.map(Self.members),
                "partitions": partitions.map(Self.members),
                "callRecInts": entries.map(Self.members),
                "users": users.map(Self.members),
            ],
            options: [.sortedKeys, .withoutEscapingSlashes]
        )
    }

    private static func members(of server: TelephonyServer) -> [String: Any] {
        [
            "telSysID": server.telSysID.rawValue, "description": server.description,
            "demonstrationSimulator": server.isDemonstrationSimulator,
        ]
    }

    private static func members(of partition: Partition) -> [String: Any] {
        [
            "partitionGUID": partition.partitionGUID.rawValue, "telSysID": partition.telSysID.rawValue,
            "partIDInTelSys": partition.partIDInTelSys.rawValue, "description": partition.description,
        ]
    }

    private static func members(of entry: IntegrationEntry) -> [String: Any] {
        let own: [String: Any] = [
            "callRecIntGUID": entry.callRecIntGUID.rawValue, "callRecIntType": entry.callRecIntType.rawValue,
            "description": entry.description, "apiCommunicationSettings": members(of: entry.settings),
        ]
        return own.merging(members(of: entry.scope)) { own, _ in own }
    }

    private static func members(of settings: APICommunicationSettings) -> [String: String] {
        [
            "ipAddrOrHost1": settings.ipAddrOrHost1, "ipAddrOrHost2": settings.ipAddrOrHost2,
            "authUserID1": settings.authUserID1.reveal(), "authUserID2": settings.authUserID2.reveal(),
            "apiParameter1": settings.apiParameter1.reveal(), "apiParameter2": settings.apiParameter2.reveal(),
        ]
    }

    private static func members(of user: ExampleUser) -> [String: Any] {
        var members: [String: Any] = [
            "username": user.username, "fullName": user.fullName, "scope": members(of: user.scope),
            "recordingPlayback": user.recordingPlayback?.rawValue ?? NSNull(), "administrator": user.isAdministrator,
        ]
        members["password"] = user.password
        return members
    }

    /// Numbers of a component; -1 is all.
    private static func members(of scope: Scope) -> [String: Any] {
        ["telSysID": scope.telSysID?.rawValue ?? -1, "partIDInTelSys": scope.partIDInTelSys?.rawValue ?? -1]
    }
}
