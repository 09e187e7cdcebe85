import Foundation

/// A data directory of a test's own, gone when the test is over.
final class DataFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("service-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func bytes(of file: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path + "/" + file))
    }

    func write(_ bytes: Data, to file: String) throws {
        try bytes.write(to: URL(filePath: path + "/" + file))
    }
}
