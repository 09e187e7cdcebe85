import Foundation

extension ServiceClient {
    /// Asks for a change, or for one object, in JSON.
    func sendJSON(
        _ method: String,
        _ target: String,
        _ body: String = "",
        token: String? = ServiceUnderTest.adminToken,
        headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        let type =
            headers.contains { $0.name == "Content-Type" } ? [] : [(name: "Content-Type", value: "application/json")]
        return try await send(
            method,
            target,
            token: token,
            headers: (body.isEmpty ? [] : type) + headers,
            body: Array(body.utf8)
        )
    }
}

extension ServiceClient.Answer {
    /// The members of the JSON object that it is.
    var members: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:]
    }

    /// What is wrong with a request's body, by field.
    var faults: [String] {
        ((members["errors"] as? [[String: String]]) ?? []).compactMap { $0["field"] }
    }
}
