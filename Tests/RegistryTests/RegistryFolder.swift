import Foundation
import Logging
import Recordings
import Registry

/// A data directory of a test's own, gone when the test is over.
final class RegistryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var database: String { url.path + "/registry.sqlite" }
    var key: String { url.path + "/registry.key" }

    func open() throws(RegistryError) -> Registry {
        try Registry.open(directory: url, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// A registry with the example imported.
    func openWithExample() throws -> Registry {
        let registry = try open()
        try registry.importFile(Data(ExampleImport.text.utf8))
        return registry
    }

    /// The bytes of every file, the write-ahead log included.
    func allBytes() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            files[name] = try Data(contentsOf: url.appendingPathComponent(name))
        }
        return files
    }

    func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
