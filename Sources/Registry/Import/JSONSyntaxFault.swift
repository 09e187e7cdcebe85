internal import Foundation

/// What keeps a file from being JSON, and the line where it shows.
struct JSONSyntaxFault {
    let line: Int?
    let problem: String

    /// Asks `JSONSerialization`, which says where: the decoder only says that the file is not valid.
    init(in data: Data) {
        let text = Self.complaint(about: data)
        guard let match = text.firstMatch(of: #/^(.*) around character (\d+)\.?$/#), let offset = Int(match.2) else {
            line = text.contains("end of file") ? Self.line(in: data, offset: data.count) : nil
            problem = text
            return
        }
        line = Self.line(in: data, offset: offset)
        problem = String(match.1)
    }

    /// - Parameter firstLine: the line of the file that the data begins in.
    /// - Returns: the refusal.
    func refusal(from firstLine: Int) -> RegistryError {
        JSONSyntaxFault(line: line.map { $0 + firstLine - 1 }, problem: problem).refusal
    }

    private init(line: Int?, problem: String) {
        self.line = line
        self.problem = problem
    }

    var refusal: RegistryError {
        .importRefused(line: line, path: "", problem: "the file is not valid JSON: \(problem)")
    }

    private static func complaint(about data: Data) -> String {
        do {
            _ = try JSONSerialization.jsonObject(with: data)
            return "it is not an object"
        } catch {
            return (error as NSError).userInfo["NSDebugDescription"] as? String ?? "it cannot be read"
        }
    }

    /// The line, counted from 1, of a byte.
    private static func line(in data: Data, offset: Int) -> Int {
        1 + data.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    }
}
