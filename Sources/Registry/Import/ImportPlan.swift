internal import Recordings

/// What an import file changes in a registry: checked against what is there, and decided before anything is written.
struct ImportPlan {
    /// What has to be written.
    private(set) var edit = RegistryEdit()
    /// New password verifiers by username.
    private(set) var passwords: [(username: String, verifier: Secret)] = []
    private(set) var summary = ImportSummary()

    private let file: ImportFile
    private let base: RegistrySnapshot
    private let revision: Int64
    /// The components that exist after the import: servers as Telephony Server scopes, and Partitions with their GUID.
    private var servers: Set<TelSysID>
    private var partitionGUIDs: [Scope: PartitionGUID]
    private var entries: Set<CallRecIntGUID>

    /// - Parameters:
    ///   - file: whose values are sound, each by itself.
    ///   - base: the registry before the import.
    ///   - revision: for the entries that change.
    ///   - hasPassword: whether a user's password verifier is this one already.
    /// - Throws: `ImportProblem` when the file contradicts itself or the registry, and what `hasPassword` throws.
    init(
        _ file: ImportFile,
        over base: RegistrySnapshot,
        revision: Int64,
        hasPassword: (String, Secret) throws -> Bool
    ) throws {
        self.file = file
        self.base = base
        self.revision = revision
        servers = Set(base.telephonyServers.keys)
        entries = Set(base.entries.keys)
        partitionGUIDs = Dictionary(base.partitions.values.map { ($0.scope, $0.partitionGUID) }) { first, _ in first }
        try planServers()
        try planPartitions()
        try planEntries()
        try planUsers(hasPassword)
    }

    private mutating func planServers() throws {
        var seen: Set<TelSysID> = []
        for (index, imported) in file.telephonyServers.enumerated() {
            let old = base.telephonyServers[imported.telSysID]
            let server = imported.server(over: old)
            guard seen.insert(server.telSysID).inserted else {
                throw duplicate(.telephonyServers, index, "telSysID")
            }
            servers.insert(server.telSysID)
            summary.note(.telephonyServers, existed: old != nil, isSame: old == server)
            if old != server { edit.savedServers.append(server) }
        }
    }

    private mutating func planPartitions() throws {
        var seen: Set<PartitionGUID> = []
        for (index, imported) in file.partitions.enumerated() {
            let old = base.partitions[imported.partitionGUID]
            let partition = imported.partition(over: old)
            guard seen.insert(partition.partitionGUID).inserted else {
                throw duplicate(.partitions, index, "partitionGUID")
            }
            let path = Self.path(.partitions, index)
            guard servers.contains(partition.telSysID) else {
                throw missingServer(partition.telSysID, path.appending("telSysID"))
            }
            if let old, old.scope != partition.scope {
                throw ImportProblem(path, "this partitionGUID is \(old.scope), and a Partition cannot move")
            }
            if let holder = partitionGUIDs[partition.scope], holder != partition.partitionGUID {
                throw ImportProblem(path, "\(partition.scope) has the partitionGUID \(holder) already")
            }
            partitionGUIDs[partition.scope] = partition.partitionGUID
            summary.note(.partitions, existed: old != nil, isSame: old == partition)
            if old != partition { edit.savedPartitions.append(partition) }
        }
    }

    private mutating func planEntries() throws {
        var seen: Set<CallRecIntGUID> = []
        for (index, imported) in file.callRecInts.enumerated() {
            guard seen.insert(imported.callRecIntGUID).inserted else {
                throw duplicate(.callRecInts, index, "callRecIntGUID")
            }
            let old = base.entries[imported.callRecIntGUID]
            let entry = imported.entry(over: old, revision: revision)
            try checkScope(entry.scope, Self.path(.callRecInts, index))
            entries.insert(entry.callRecIntGUID)
            let isSame = old == entry.with(revision: old?.revision ?? revision)
            summary.note(.callRecInts, existed: old != nil, isSame: isSame)
            if !isSame { edit.savedEntries.append(entry) }
        }
    }

    private mutating func planUsers(_ hasPassword: (String, Secret) throws -> Bool) throws {
        var seen: Set<String> = []
        for (index, imported) in file.users.enumerated() {
            let old = base.user(named: imported.username)
            let user = imported.user(over: old)
            let path = Self.path(.users, index)
            guard seen.insert(user.username).inserted else { throw duplicate(.users, index, "username") }
            if let known = old ?? base.users[user.username],
                let difference = SpellingDifference(user.username, known.username)
            {
                throw ImportProblem(path.appending("username"), "\(difference); spell it as there")
            }
            try checkScope(user.scope, path.appending("scope"))
            if let assigned = user.recordingPlayback, !entries.contains(assigned) {
                throw ImportProblem(
                    path.appending("recordingPlayback"),
                    "no integration entry has the GUID \(assigned), in the file or the registry; null means no playback"
                )
            }
            var isSame = old == user
            if !isSame { edit.savedUsers.append(user) }
            if let verifier = imported.passwordVerifier, try !hasPassword(user.username, verifier) {
                // One that is in force already was taken when it was set, by whatever rule held then.
                if let problem = imported.passwordProblem {
                    throw ImportProblem(path.appending("password"), problem.rawValue)
                }
                isSame = false
                edit.changedPasswords.append(user.username)
                passwords.append((user.username, verifier))
            }
            summary.note(.users, existed: old != nil, isSame: isSame)
        }
    }

    private func checkScope(_ scope: Scope, _ path: ImportPath) throws {
        guard let telSysID = scope.telSysID else { return }
        guard servers.contains(telSysID) else { throw missingServer(telSysID, path.appending("telSysID")) }
        guard scope.partIDInTelSys == nil || partitionGUIDs[scope] != nil else {
            throw ImportProblem(
                path.appending("partIDInTelSys"),
                "there is no \(scope), in the file or the registry; add it to partitions"
            )
        }
    }

    private func missingServer(_ telSysID: TelSysID, _ path: ImportPath) -> ImportProblem {
        ImportProblem(
            path,
            "there is no Telephony Server \(telSysID), in the file or the registry; add it to telephonyServers"
        )
    }

    private func duplicate(_ kind: ImportSummary.Kind, _ index: Int, _ key: String) -> ImportProblem {
        ImportProblem(Self.path(kind, index).appending(key), "occurs a second time in the file; remove one of the two")
    }

    private static func path(_ kind: ImportSummary.Kind, _ index: Int) -> ImportPath {
        ImportPath(.key(kind.rawValue), .index(index))
    }
}
