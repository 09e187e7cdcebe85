internal import Foundation

/// Turns the bytes of an import file into an ``ImportFile``.
enum ImportReader {
    /// - Throws: `importRefused`, with the line.
    static func read(_ data: Data) throws(RegistryError) -> ImportFile {
        guard data.count <= ImportLimits.maximumFileBytes else {
            let limit = ImportLimits.maximumFileBytes
            throw .importRefused(
                line: nil,
                path: "",
                problem: "the file has \(data.count) bytes; at most \(limit) are allowed, so import it in parts"
            )
        }
        do {
            return try JSONDecoder().decode(ImportFile.self, from: data)
        } catch let problem as ImportProblem {
            throw refusal(problem, in: data)
        } catch let error as DecodingError {
            throw refusal(error, in: data)
        } catch {
            throw .importRefused(line: nil, path: "", problem: "the file cannot be read")
        }
    }

    static func refusal(_ problem: ImportProblem, in data: Data) -> RegistryError {
        .importRefused(
            line: ImportLineLocator(data).line(of: problem.path),
            path: problem.path.description,
            problem: problem.text
        )
    }

    private static func refusal(_ error: DecodingError, in data: Data) -> RegistryError {
        switch error {
        case .typeMismatch(let type, let context):
            refusal(ImportProblem(ImportPath(context.codingPath), "must be \(wording(of: type))"), in: data)
        case .valueNotFound(let type, let context):
            refusal(ImportProblem(ImportPath(context.codingPath), "must be \(wording(of: type)), not null"), in: data)
        case .keyNotFound(let key, let context):
            refusal(
                ImportProblem(ImportPath(context.codingPath).appending(key.stringValue), "is missing"),
                in: data
            )
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            refusal(ImportProblem(ImportPath(context.codingPath), "cannot be read"), in: data)
        default:
            JSONSyntaxFault(in: data).refusal
        }
    }

    private static func wording(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Double.Type: "a whole number"
        case is [Any].Type: "a list"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
