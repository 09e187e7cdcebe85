internal import Foundation
internal import NIOCore
internal import Recordings
internal import Registry

/// The registry line by line, as `import` and `POST /v1/registry/changes` take it: each object after those that it refers to.
///
/// Credentials and passwords are left out, and an import of the lines leaves them as they are.
struct RegistryExport: Sendable {
    private struct Line<Value: Encodable>: Encodable {
        let kind: ImportSummary.Kind
        let value: Value

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(value, forKey: Name(stringValue: kind.ofOne))
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Server: Encodable {
        let telSysID: TelSysID
        let description: String
        let demonstrationSimulator: Bool
    }

    private struct Part: Encodable {
        let partitionGUID: PartitionGUID
        let telSysID: TelSysID
        let partIDInTelSys: PartIDInTelSys
        let description: String
    }

    /// `-1` for all: what is left out would stay as it is.
    private struct Place: Encodable {
        let telSysID: Int32
        let partIDInTelSys: Int32?

        init(_ scope: Scope) {
            telSysID = scope.telSysID?.rawValue ?? -1
            partIDInTelSys = scope.telSysID == nil ? nil : scope.partIDInTelSys?.rawValue ?? -1
        }
    }

    private struct Entry: Encodable {
        struct Hosts: Encodable {
            let ipAddrOrHost1: String
            let ipAddrOrHost2: String
        }

        let callRecIntGUID: CallRecIntGUID
        let callRecIntType: CallRecIntType
        let telSysID: Int32
        let partIDInTelSys: Int32?
        let description: String
        let apiCommunicationSettings: Hosts
    }

    private struct User: Encodable {
        let username: String
        let fullName: String
        let scope: Place
        let recordingPlayback: CallRecIntGUID?
        let administrator: Bool
    }

    /// How much is given at once, in bytes.
    private static let pieceBytes = 64 * 1024

    private let snapshot: RegistrySnapshot
    private let usernames: [String]

    /// Puts the users in order, which takes a second among a million.
    init(_ snapshot: RegistrySnapshot) {
        self.snapshot = snapshot
        usernames = snapshot.users.keys.sorted()
    }

    /// Gives all lines, piece by piece.
    func write(to take: (ByteBuffer) async throws -> Void) async throws {
        var buffer = ByteBuffer()
        for server in snapshot.telephonyServers.values.sorted(by: { $0.telSysID < $1.telSysID }) {
            try append(.telephonyServers, line(server), &buffer)
        }
        for partition in snapshot.partitions.values.sorted(by: { $0.partitionGUID.rawValue < $1.partitionGUID.rawValue }
        ) {
            try append(.partitions, line(partition), &buffer)
            try await give(&buffer, take)
        }
        for entry in snapshot.entries.values.sorted(by: { $0.callRecIntGUID < $1.callRecIntGUID }) {
            try append(.callRecInts, line(entry), &buffer)
            try await give(&buffer, take)
        }
        for name in usernames {
            guard let user = snapshot.users[name] else { continue }
            try append(.users, line(user), &buffer)
            try await give(&buffer, take)
        }
        for user in snapshot.otherSpellings { try append(.users, line(user), &buffer) }
        try await take(buffer)
    }

    private func give(_ buffer: inout ByteBuffer, _ take: (ByteBuffer) async throws -> Void) async throws {
        guard buffer.readableBytes >= Self.pieceBytes else { return }
        try await take(buffer)
        buffer.clear()
    }

    private func append(_ kind: ImportSummary.Kind, _ value: some Encodable, _ buffer: inout ByteBuffer) throws {
        buffer.writeBytes(try JSONAnswer.encoder.encode(Line(kind: kind, value: value)))
        buffer.writeString("\n")
    }

    private func line(_ server: TelephonyServer) -> some Encodable {
        Server(
            telSysID: server.telSysID,
            description: server.description,
            demonstrationSimulator: server.isDemonstrationSimulator
        )
    }

    private func line(_ partition: Partition) -> some Encodable {
        Part(
            partitionGUID: partition.partitionGUID,
            telSysID: partition.telSysID,
            partIDInTelSys: partition.partIDInTelSys,
            description: partition.description
        )
    }

    private func line(_ entry: IntegrationEntry) -> some Encodable {
        let place = Place(entry.scope)
        return Entry(
            callRecIntGUID: entry.callRecIntGUID,
            callRecIntType: entry.callRecIntType,
            telSysID: place.telSysID,
            partIDInTelSys: place.partIDInTelSys,
            description: entry.description,
            apiCommunicationSettings: .init(
                ipAddrOrHost1: entry.settings.ipAddrOrHost1,
                ipAddrOrHost2: entry.settings.ipAddrOrHost2
            )
        )
    }

    private func line(_ user: ReportingUser) -> some Encodable {
        User(
            username: user.username,
            fullName: user.fullName,
            scope: Place(user.scope),
            recordingPlayback: user.recordingPlayback,
            administrator: user.isAdministrator
        )
    }
}
