internal import Foundation
internal import Recordings

/// How objects of a kind are written as JSON: as an element of an import file, with all that is not said filled in.
package struct ObjectForm: Sendable {
    /// What is wrong with an object that is told at once; a client gets no more wrong in any other way.
    static let maximumFaults = 32

    package let kind: ImportSummary.Kind

    package init(_ kind: ImportSummary.Kind) {
        self.kind = kind
    }

    /// The member that names an object.
    package var keyMember: String {
        switch kind {
        case .telephonyServers: "telSysID"
        case .partitions: "partitionGUID"
        case .callRecInts: "callRecIntGUID"
        case .users: "username"
        }
    }

    /// Members that answers have, and requests may have for nothing.
    package var readOnlyMembers: Set<String> {
        switch kind {
        case .telephonyServers: ["partitionCount", "entryCount", "userCount"]
        case .partitions: ["entryCount", "userCount"]
        case .callRecInts: ["credentialsSet", "demonstrationSimulator", "userCount", "outOfScopeUserCount"]
        case .users: ["passwordSet", "playback"]
        }
    }

    /// What stands for a member that must be there and is wrong, while the others are looked at.
    private var placeholders: [String: JSONValue] {
        switch kind {
        case .telephonyServers: ["telSysID": .number(0)]
        case .partitions: ["partitionGUID": .text("-"), "telSysID": .number(0), "partIDInTelSys": .number(0)]
        case .callRecInts: ["callRecIntGUID": .text("-"), "description": .text("-")]
        case .users: ["username": .text("-")]
        }
    }

    static func keyValue(_ key: ObjectKey) -> JSONValue {
        if case .telephonyServer(let telSysID) = key { .whole(telSysID.rawValue) } else { .text(key.text) }
    }
}

// MARK: Writing

extension RegistryObject {
    /// The object as an element of an import file, without credentials and password.
    package var document: JSONValue {
        switch self {
        case .telephonyServer(let server):
            .object([
                "telSysID": .whole(server.telSysID.rawValue), "description": .text(server.description),
                "demonstrationSimulator": .flag(server.isDemonstrationSimulator),
            ])
        case .partition(let partition):
            .object([
                "partitionGUID": .text(partition.partitionGUID.rawValue),
                "telSysID": .whole(partition.telSysID.rawValue),
                "partIDInTelSys": .whole(partition.partIDInTelSys.rawValue),
                "description": .text(partition.description),
            ])
        case .entry(let entry):
            entry.scope.document.with([
                "callRecIntGUID": .text(entry.callRecIntGUID.rawValue),
                "callRecIntType": .text(entry.callRecIntType.rawValue),
                "description": .text(entry.description),
                "apiCommunicationSettings": .object([
                    "ipAddrOrHost1": .text(entry.settings.ipAddrOrHost1),
                    "ipAddrOrHost2": .text(entry.settings.ipAddrOrHost2),
                ]),
            ])
        case .user(let user):
            .object([
                "username": .text(user.username), "fullName": .text(user.fullName), "scope": user.scope.document,
                "recordingPlayback": user.recordingPlayback.map { .text($0.rawValue) } ?? .null,
                "administrator": .flag(user.isAdministrator),
            ])
        }
    }
}

extension Scope {
    fileprivate var document: JSONValue {
        .object([
            "telSysID": .whole(telSysID?.rawValue), "partIDInTelSys": .whole(partIDInTelSys?.rawValue),
        ])
    }
}

// MARK: Reading

extension ObjectForm {
    /// What a body says, when it says all of an object.
    ///
    /// - Parameters:
    ///   - body: as it came.
    ///   - key: that the address names; `nil` where the body says it.
    /// - Returns: the object, with its default for whatever is not said; credentials and password stay unsaid.
    /// - Throws: `fieldsInvalid` with all that is wrong.
    func whole(_ body: JSONValue, key: ObjectKey?) throws(ObjectRefusal) -> ImportedObject {
        guard let members = body.members else { throw .fieldsInvalid([FieldFault(detail: "must be an object")]) }
        var faults: [FieldFault] = []
        var document = JSONValue.object(members.filter { !readOnlyMembers.contains($0.key) })
        if let key {
            if let said = members[keyMember], said != .null, said != Self.keyValue(key) { faults = [keyFault(key)] }
            document = document.with([keyMember: Self.keyValue(key)])
        }
        return try imported(completed(document), faults)
    }

    /// What becomes of an object when a merge patch is applied.
    ///
    /// - Parameters:
    ///   - patch: as it came; null clears, credentials too.
    ///   - current: the object as it is.
    /// - Returns: the object as it shall be, and whether its password goes.
    /// - Throws: `fieldsInvalid` with all that is wrong.
    func patched(
        _ patch: JSONValue,
        of current: RegistryObject
    ) throws(ObjectRefusal) -> (object: ImportedObject, clearsPassword: Bool) {
        guard let members = patch.members else { throw .fieldsInvalid([FieldFault(detail: "must be an object")]) }
        let own = Self.keyValue(current.key)
        let faults = members[keyMember].map { $0 == own ? [] : [keyFault(current.key)] } ?? []
        let changes = Self.clearing(.object(members.filter { !readOnlyMembers.contains($0.key) }))
        let document = current.document.merged(with: changes).with([keyMember: own])
        return (try imported(completed(document), faults), kind == .users && members["password"] == .null)
    }

    private func keyFault(_ key: ObjectKey) -> FieldFault {
        FieldFault(field: keyMember, detail: "cannot be changed; this address is of \(key.kindWords) \(key.text)")
    }

    /// Null takes a member away, and what is not said of settings would stay: so here it becomes the empty text, which clears.
    private static func clearing(_ patch: JSONValue) -> JSONValue {
        let name = "apiCommunicationSettings"
        guard let settings = patch[name] else { return patch }
        let cleared = JSONValue.object(
            Dictionary(ImportedSettings.CodingKeys.allCases.map { ($0.stringValue, .text("")) }) { first, _ in first }
        )
        guard settings != .null else { return patch.with([name: cleared]) }
        guard let members = settings.members else { return patch }
        return patch.with([name: .object(members.mapValues { $0 == .null ? .text("") : $0 })])
    }

    /// Says whatever is not said, as an import takes it: what it does not say of an object that is there would stay.
    private func completed(_ document: JSONValue) -> JSONValue {
        func isUnsaid(_ name: String) -> Bool { document[name] ?? .null == .null }
        func said(_ name: String, _ value: JSONValue) -> [String: JSONValue] { isUnsaid(name) ? [name: value] : [:] }
        switch kind {
        case .telephonyServers:
            return document.with(said("description", .text("")))
                .with(said("demonstrationSimulator", .flag(false)))
        case .partitions: return document.with(said("description", .text("")))
        case .users:
            let scope = isUnsaid("scope") ? JSONValue.object([:]) : document["scope"] ?? .null
            return document.with(said("fullName", .text(""))).with(["scope": Self.completedScope(scope)])
        case .callRecInts:
            let name = "apiCommunicationSettings"
            let settings = isUnsaid(name) ? JSONValue.object([:]) : document[name] ?? .null
            return Self.completedScope(document).with([name: Self.completedHosts(settings)])
        }
    }

    /// `-1` for what is not said: no Telephony Server, or none of its Partitions.
    private static func completedScope(_ document: JSONValue) -> JSONValue {
        guard let members = document.members else { return document }
        guard members["partIDInTelSys"] ?? .null == .null else { return document }
        let hasServer = members["telSysID"] ?? .null != .null
        return document.with([hasServer ? "partIDInTelSys" : "telSysID": .number(-1)])
    }

    private static func completedHosts(_ settings: JSONValue) -> JSONValue {
        guard let members = settings.members else { return settings }
        let unsaid = ["ipAddrOrHost1", "ipAddrOrHost2"].filter { members[$0] ?? .null == .null }
        return settings.with(Dictionary(unsaid.map { ($0, .text("")) }) { first, _ in first })
    }
}

// MARK: Checking

extension ObjectForm {
    /// Decodes an object as an import does; what is wrong is put aside, to see what else is.
    private func imported(_ document: JSONValue, _ faults: [FieldFault]) throws(ObjectRefusal) -> ImportedObject {
        var document = document
        var faults = faults + demonstrationFaults(document)
        while true {
            let problem: ImportProblem
            do {
                let object = try decoded(document)
                if faults.isEmpty { return object }
                break
            } catch {
                problem = ImportProblem(of: error) ?? ImportProblem(ImportPath(), "cannot be read")
            }
            let fault = FieldFault(problem)
            guard !faults.contains(where: { $0.field == fault.field }) else { break }
            faults.append(fault)
            guard faults.count < Self.maximumFaults, !fault.field.isEmpty else { break }
            document = without(problem.path.steps[...], in: document, placeholders)
        }
        throw .fieldsInvalid(faults)
    }

    private func decoded(_ document: JSONValue) throws -> ImportedObject {
        let text = try JSONEncoder().encode(document)
        let decoder = JSONDecoder()
        return switch kind {
        case .telephonyServers: .telephonyServer(try decoder.decode(ImportedTelephonyServer.self, from: text))
        case .partitions: .partition(try decoder.decode(ImportedPartition.self, from: text))
        case .callRecInts: .entry(try decoder.decode(ImportedEntry.self, from: text))
        case .users: .user(try decoder.decode(ImportedUser.self, from: text))
        }
    }

    /// Without a member; of a Partition's number goes the server's with it, since one says nothing without the other.
    private func without(
        _ path: ArraySlice<ImportPath.Step>,
        in document: JSONValue,
        _ placeholders: [String: JSONValue]
    ) -> JSONValue {
        guard case .key(let name)? = path.first, var members = document.members else { return document }
        if path.count > 1, let inner = members[name] {
            members[name] = without(path.dropFirst(), in: inner, [:])
        } else {
            members[name] = placeholders[name]
            if ["telSysID", "partIDInTelSys"].contains(name), placeholders["telSysID"] == nil {
                members["telSysID"] = nil
                members["partIDInTelSys"] = nil
            }
        }
        return .object(members)
    }

    /// An import passes over what it says of the demonstration entry's description and scope; a person is told that they stay.
    private func demonstrationFaults(_ document: JSONValue) -> [FieldFault] {
        let guid = CallRecIntGUID.demonstrationSimulator.rawValue
        guard kind == .callRecInts, document[keyMember] == .text(guid) else { return [] }
        var faults: [FieldFault] = []
        if let description = document["description"],
            ![.null, .text(DemonstrationEntry.description)].contains(description)
        {
            let detail = "must be \"\(DemonstrationEntry.description)\": the demonstration entry keeps its description"
            faults.append(FieldFault(field: "description", detail: detail))
        }
        for name in ["telSysID", "partIDInTelSys"] where ![nil, .null, .number(-1)].contains(document[name]) {
            faults.append(FieldFault(field: name, detail: "must be null: the demonstration entry is application-wide"))
        }
        return faults
    }
}

extension FieldFault {
    /// What an import finds wrong with an object.
    init(_ problem: ImportProblem) {
        self.init(field: problem.path.description, detail: problem.text)
    }
}
