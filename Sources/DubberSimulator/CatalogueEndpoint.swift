import Foundation
import HTTPTypes

/// `/admin/recordings/REGION/ACCOUNT`: `POST` adds a recording or replaces the one with its id; `DELETE …/ID` deletes one.
struct CatalogueEndpoint: Sendable {
    /// The longest recording that is read.
    static let maximumBodyBytes = 64 << 10

    let catalogue: Catalogue

    func reply(
        method: HTTPRequest.Method,
        region: String,
        slug: String,
        id: String?,
        body: String
    ) throws -> Reply {
        switch (method, id) {
        case (.post, nil):
            return try put(region: region, slug: slug, body: body)
        case (.delete, let id?):
            guard catalogue.delete(id, region: region, slug: slug) else { return try nothing() }
            return try Reply.json(["deleted": id])
        default:
            return try Reply.json(["error": "POST a recording, or DELETE one by its id."], status: .methodNotAllowed)
        }
    }

    private func put(region: String, slug: String, body: String) throws -> Reply {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let recording = try? decoder.decode(SimulatedRecording.self, from: Data(body.utf8)) else {
            return try Reply.json(["error": "The body is not a recording."], status: .badRequest)
        }
        do {
            guard try catalogue.put(recording, region: region, slug: slug) else { return try nothing() }
        } catch let error as SimulatorError {
            return try Reply.json(["error": error.description], status: .badRequest)
        }
        return try Reply.json(["put": recording.id], status: .created)
    }

    private func nothing() throws -> Reply {
        try Reply.json(["error": "There is nothing of this name."], status: .notFound)
    }
}
