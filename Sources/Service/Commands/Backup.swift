internal import Crypto
package import Foundation
package import PlaybackAudit
package import Registry
internal import Sharing

/// A copy of what is precious, made while the service runs.
package enum Backup {
    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case directoryTaken(path: String)
        case directoryNotUsable(path: String, problem: String)

        package var description: String {
            switch self {
            case .directoryTaken(let path):
                "There is something at \(path) already; name a folder that does not exist yet."
            case .directoryNotUsable(let path, let problem): "The folder \(path) cannot be written: \(problem)."
            }
        }
    }

    /// The file that tells what belongs to the copy.
    package static let noteName = "BACKUP.txt"
    /// The keys that stand in the data directory, and what is lost without each.
    private static let keys = [
        ("registry.key", "without it the provider credentials in registry.sqlite cannot be read"),
        ("signing.key", "without it audio URLs that were given out stop working"),
        ("hooks.key", "without it webhooks have to be registered at the provider anew"),
        (PlaybackAudit.keyFileName, "without it audit.sqlite can neither be checked nor gone on with"),
    ]

    /// Copies registry and audit into a new folder, which appears under its name only when every check has passed.
    ///
    /// Keys are not copied: they belong somewhere else than the data that they open. The folder's note tells which ones are needed.
    ///
    /// - Parameters:
    ///   - directory: the folder to make.
    ///   - dataDirectory: where the keys are looked for.
    ///   - registry: to copy.
    ///   - audit: to copy.
    ///   - now: told in the note.
    /// - Returns: the note's text.
    /// - Throws: ``Failure``, `RegistryError`, `AuditError`.
    package static func make(
        at directory: String,
        of dataDirectory: String,
        registry: Registry,
        audit: PlaybackAudit,
        now: Date = Date()
    ) throws -> String {
        let files = FileManager.default
        guard !files.fileExists(atPath: directory) else { throw Failure.directoryTaken(path: directory) }
        let draft = directory + ".unfinished-\(UUID().uuidString)"
        do {
            try files.createDirectory(
                atPath: draft,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure.directoryNotUsable(path: directory, problem: "it cannot be made")
        }
        defer { try? files.removeItem(atPath: draft) }
        try registry.backUp(to: draft + "/" + Registry.fileName)
        let verification = try audit.backUp(to: draft + "/" + PlaybackAudit.fileName)
        let note = note(dataDirectory, audit: verification, now: now)
        guard
            files.createFile(
                atPath: draft + "/" + noteName,
                contents: Data(note.utf8),
                attributes: [.posixPermissions: 0o600]
            ), (try? files.moveItem(atPath: draft, toPath: directory)) != nil
        else { throw Failure.directoryNotUsable(path: directory, problem: "it cannot be put in its place") }
        return note
    }

    private static func note(_ dataDirectory: String, audit: AuditVerification, now: Date) -> String {
        var lines = [
            "Backup of a playback resolver, made \(RFC3339.text(now)).", "",
            "\(Registry.fileName): passed SQLite's integrity check.",
            "\(PlaybackAudit.fileName): \(audit.rows) rows, chain intact, head \(audit.head).",
        ]
        lines += audit.findings.map { "An earlier start found that \($0)." }
        lines += audit.doubts.map { "Cannot be checked: \($0)." }
        lines += [
            "",
            "To restore: stop the service, put both files into its data directory in place of the ones there and of what",
            "stands beside them (-wal, -shm), add the keys, start. index.sqlite, provider.sqlite and audio/ are rebuilt by",
            "themselves. The start writes a row that tells what was noted of the audit and is not in this copy: audit verify",
            "--known takes its number.",
            "",
            "Keys that are needed, kept elsewhere on purpose (the first digits of each one's SHA-256):",
        ]
        for (name, loss) in keys {
            let print = FileManager.default.contents(atPath: dataDirectory + "/" + name).map(fingerprint)
            lines.append("\(name) \(print ?? "(kept elsewhere)"): \(loss)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Tells one key from another without saying anything of it: 32 of the bits of a hash of 256 random ones.
    private static func fingerprint(_ key: Data) -> String {
        HexText.lowercase(SHA256.hash(data: key).prefix(4))
    }
}
